"""What somebody who leaves still holds: kinds of open work, registered by the apps that know them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User


@dataclass(frozen=True)
class OpenWork:
    """A kind of work one person holds.

    ``count`` says how much of it the person holds; ``move`` gives it to a successor (None: lays it back where the
    office sees it) and returns how many went. Without ``move`` it is only told, for people to settle.
    """

    label: str | Promise
    count: Callable[[User], int]
    move: Callable[[User, User | None, User], int] | None = None  # of whom, to whom, by whom


_kinds: list[OpenWork] = []


def register(kind: OpenWork) -> None:
    """Make a kind known. Called from an app's ``ready``."""
    _kinds.append(kind)


def kinds() -> list[OpenWork]:
    """Every kind."""
    return list(_kinds)

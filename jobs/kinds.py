"""Recipes of long work, registered by the apps that know them, and duties of the minute tick."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobs.models import Job
    from jobs.progress import Progress

Recipe = Callable[[dict, "Progress"], dict]


@dataclass(frozen=True)
class Kind:
    """A recipe: takes what was asked for and a Progress, returns the result (JSON) of the job.

    ``where`` turns a job's result into the address where its fruit is seen; empty when there is none.
    """

    recipe: Recipe
    where: Callable[[dict], str] = lambda result: ""  # noqa: ARG005


_kinds: dict[str, Kind] = {}
_duties: list[Callable[[], None]] = []
_preparations: list[Callable[[], None]] = []


def register(name: str, kind: Kind) -> None:
    """Make ``name`` known. Called from an app's ``ready``."""
    _kinds[name] = kind


def get(name: str) -> Kind:
    """The kind called ``name``; KeyError when no app knows it."""
    return _kinds[name]


def where(job: "Job") -> str:
    """The address of what came of the job; empty while nothing did, or when no app knows its kind any more."""
    kind = _kinds.get(job.kind)
    return kind.where(job.result) if kind and job.result else ""


def every_minute(duty: Callable[[], None]) -> None:
    """Let the tick call ``duty`` each minute. It must bear being called late, twice, or by two ticks at once."""
    if duty not in _duties:
        _duties.append(duty)


def duties() -> list[Callable[[], None]]:
    """What the tick has to look after."""
    return list(_duties)


def before_work(preparation: Callable[[], None]) -> None:
    """Let a worker do ``preparation`` once, before it forks the processes that follow the recipes."""
    if preparation not in _preparations:
        _preparations.append(preparation)


def preparations() -> list[Callable[[], None]]:
    """What a worker does before its first job."""
    return list(_preparations)

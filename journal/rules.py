"""Who may follow a record: its history by field, and who read it."""

import rules
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

PEOPLE = "accounts.user"


def right(act: str, label: str) -> str:
    """The name of the right ``act`` over records called ``label``: "trace" or "see_readers_of".

    The app the record belongs to says in its own rules who has it.
    """
    app, _dot, model = label.partition(".")
    return f"{app}.{act}_{model}"


def is_personal(label: str) -> bool:
    """Whether records called ``label`` hold personal data: people, and those whose app says who may see who read them."""
    return label == PEOPLE or bool(rules.perm_exists(right("see_readers_of", label)))


def may(user: AbstractBaseUser | AnonymousUser, act: str, label: str, record: models.Model | None) -> bool:
    """Whether the person may follow the record; administrators follow every record, also one that is gone."""
    return bool(user.is_superuser) or (record is not None and user.has_perm(right(act, label), record))  # type: ignore[union-attr]

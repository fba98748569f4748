"""Who did something: the foreign key many records carry."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise


def who(
    label: str | Promise, *, optional: bool = True, related_name: str = "+", **options: Any
) -> models.ForeignKey:
    """A person a record names, never deleted under it; ``optional`` until the thing is done."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=optional,
        blank=optional,
        related_name=related_name,
        verbose_name=label,  # type: ignore[arg-type] # a lazy text is one
        **options,
    )

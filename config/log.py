"""Where the lines of the log go, and in which form."""

from typing import Any


def lines(*, form: str, level: str) -> dict[str, Any]:
    """What Django configures: one formatter for everything, ``plain`` or ``json``, from ``level`` up."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": "operations.logs.PlainLines"},
            "json": {"()": "operations.logs.JsonLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},  # everything goes through the one formatter
            "django.server": {"handlers": [], "propagate": False},  # our own line says it without addresses
            "django.request": {"level": "ERROR"},  # refusals have our line
            "weasyprint": {"level": "ERROR"},  # tells every step
            "fontTools": {"level": "ERROR"},
        },
    }

"""The entry point of workers and beat: ``celery -A config worker``."""

import os
from logging.config import dictConfig

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    related_name="jobs"
)  # "task" means an annex task here, so Celery's functions live in jobs.py


@setup_logging.connect
def log_as_the_portal_does(**_facts: object) -> None:
    """Workers and beat write the same lines as the web server."""
    dictConfig(settings.LOGGING)

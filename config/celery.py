"""The entry point of workers and beat: ``celery -A config worker``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    related_name="jobs"
)  # "task" means an annex task here, so Celery's functions live in jobs.py

"""The portal's own settings, with a tick every few seconds and an office that is open at whatever hour this runs.

Only the processes of the harness are told to use it. Nothing of what is proven is changed: the same actions, the same
duties, the same locks.
"""

from pathlib import Path

from config.settings import *  # noqa: F403, TID251 - the portal's own, amended below
from config.settings import CELERY_BEAT_SCHEDULE, STORAGES, env  # noqa: TID251 - as above
from faults import clock

TICK_SECONDS = 3.0

CELERY_BEAT_SCHEDULE["tick"] |= {"schedule": TICK_SECONDS, "options": {"expires": TICK_SECONDS}}
CELERY_BEAT_MAX_LOOP_INTERVAL = TICK_SECONDS
TIME_ZONE = env.str("FAULTS_TIME_ZONE", default="Etc/GMT+0")  # one where it is noon: mails leave by day only
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}  # never asked for
STORAGES["default"] |= {"BACKEND": "faults.store.FullAtTimes"}
clock.set_by(Path(env.str("FAULTS_CLOCK")))

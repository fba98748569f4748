"""Where a test lives: a folder for the portal's files, counts of its own, quick passwords."""

from uuid import uuid4

from django.conf import settings


def rooms(folder):
    """The settings of whoever lives in ``folder``."""
    return {
        "DATA_DIR": folder,
        "MEDIA_ROOT": folder,
        "STORAGES": {
            **settings.STORAGES,
            "default": {
                "BACKEND": "common.storage.PrivateFiles",
                "OPTIONS": {"location": str(folder), "base_url": None},
            },
        },
        # counts of wrong passwords and the like do not travel from one test to the next
        "CACHES": {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}},
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "REGISTRATION_TAKES": 0.0,  # nobody measures here
        "DISK_LOW_MB": 0,  # how full this machine is decides no test
        "DISK_FULL_MB": 0,
    }


def live_in(settings, folder):
    """A test with the fixture ``settings`` lives in ``folder`` until its end."""
    for name, value in rooms(folder).items():
        setattr(settings, name, value)

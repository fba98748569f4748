"""What every test may ask for: a private data folder, quick passwords, and the fixed cast."""

import pytest


@pytest.fixture(autouse=True)
def _private_data(settings, tmp_path):
    """Files of a test lie in a folder of its own; passwords are hashed quickly."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(settings.DATA_DIR), "base_url": None},
        },
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

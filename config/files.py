"""Where files are kept: private ones in a folder of this machine or in an object store, those of every page for all to read."""

from pathlib import Path
from typing import Any

from environ import Env


def store(env: Env, folder: Path) -> dict[str, Any]:
    """The store of private files. Nothing in it has an address of its own: the portal hands files out itself."""
    bucket = env.str("PORTAL_S3_BUCKET", default="")
    if not bucket:
        return {
            "BACKEND": "common.storage.PrivateFiles",
            "OPTIONS": {"location": str(folder), "base_url": None},
        }
    return {
        "BACKEND": "common.object_store.NotedObjects",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("PORTAL_S3_ENDPOINT", default="") or None,
            "region_name": env.str("PORTAL_S3_REGION", default="") or None,
            "access_key": env.str("PORTAL_S3_KEY", default="") or None,  # else what the machine itself may do
            "secret_key": env.str("PORTAL_S3_SECRET", default="") or None,
            "location": env.str("PORTAL_S3_PREFIX", default=""),
            "file_overwrite": False,  # a file keeps its name and its contents for good
            "default_acl": None,  # as the bucket says: private
        },
    }


def collected(*, is_development: bool) -> dict[str, Any]:
    """The store of pictures, styles and scripts.

    They are collected by root and read by the front server and by the portal's own user: unlike private files, whose
    permissions Django would give them, too.
    """
    if is_development:
        return {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    }

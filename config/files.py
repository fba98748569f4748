"""Where private files are kept: a folder of this machine, or an object store when a bucket is named."""

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
            "signature_version": "s3v4",
        },
    }

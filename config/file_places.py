"""Where people's files are kept, as Django's STORAGES names it, and who looks for viruses in them."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import env


def storages(folder: Path) -> dict[str, Any]:
    """All of STORAGES; people's files lie in the folder, or in a bucket."""
    plain = env.flag("PLAIN_STATIC")
    statics = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": statics if plain else "config.lean_statics.LeanStaticFilesStorage"},
        # What people send: nothing serves this folder, or this bucket, but tickets.files.views.
        "files": place(folder),
    }


def place(folder: Path) -> dict[str, Any]:
    """The folder, which only our own user reads; or the bucket that FILES_BUCKET names.

    Raises ImproperlyConfigured when a bucket is named and what speaks to it isn't installed.
    """
    bucket = env.text("FILES_BUCKET")
    if not bucket:
        options = {"location": folder, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("FILES_BUCKET needs django-storages: pip install 'django-storages[s3]'.")
    given = {
        "endpoint_url": env.text("FILES_ENDPOINT"),
        "region_name": env.text("FILES_REGION"),
        "access_key": env.text("FILES_ACCESS_KEY"),
        "secret_key": env.text("FILES_SECRET_KEY"),
    }
    options = {name: value for name, value in given.items() if value}
    options |= {"bucket_name": bucket, "default_acl": None, "file_overwrite": False, "querystring_auth": True}
    return {"BACKEND": "config.bucket.BucketStorage", "OPTIONS": options}


def scanner() -> str | tuple[str, int]:
    """Where ClamAV's clamd listens, as CLAMAV says: the path of its socket, or host and port. "" for none.

    Raises ImproperlyConfigured for what is neither.
    """
    said = env.text("CLAMAV")
    if not said or said.startswith("/"):
        return said
    host, colon, port = said.rpartition(":")
    if not (host and colon and port.isdecimal() and 0 < int(port) < 65536):
        raise ImproperlyConfigured(f"CLAMAV={said!r} is neither the path of a socket nor a host:port.")
    return host.strip("[]"), int(port)

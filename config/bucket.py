"""A bucket for people's files, asked with little patience. Only a site that names one needs what this imports."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

# Whoever waits for it holds one of a few threads, and boto3 by itself would wait for a minute, five times.
_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 3, 10, 2


class BucketStorage(S3Storage):  # type: ignore[misc]
    """django-storages' bucket; a question that it doesn't answer is an error after some 20 seconds."""

    def get_default_settings(self) -> dict[str, Any]:
        """As they are, with the patience."""
        retries = {"total_max_attempts": _ATTEMPTS}
        patience = Config(connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS, retries=retries)
        return {**super().get_default_settings(), "client_config": patience}

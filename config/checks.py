"""What must hold before strangers reach the site: the checks that `manage.py check --deploy` adds to Django's own."""

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning


def own_database(app_configs: Sequence[object] | None, **kwargs: object) -> list[CheckMessage]:
    """Warns of the embedded database, which has neither backups nor a second machine."""
    if not settings.EMBEDDED_DATABASE:
        return []
    return [
        Warning(
            "The embedded PostgreSQL is in use; it is meant for trying the site out.",
            hint="Set DATABASE_URL to a server that is backed up.",
            id="site.W001",
        )
    ]


def mail_leaves(app_configs: Sequence[object] | None, **kwargs: object) -> list[CheckMessage]:
    """Warns when mail only reaches a folder: customers would never get an answer."""
    if settings.SMTP_HOST:
        return []
    return [
        Warning(
            "No mail leaves this machine: it is written to a folder.",
            hint="Set SMTP_HOST (and SMTP_PORT, SMTP_USER, SMTP_PASSWORD).",
            id="site.W002",
        )
    ]


def policy_is_strict(app_configs: Sequence[object] | None, **kwargs: object) -> list[CheckMessage]:
    """Refuses a content security policy that lets inline or evaluated code run."""
    policy = cast("dict[str, list[str]]", settings.SECURE_CSP)
    loose = [f"{name} {value}" for name, values in policy.items() for value in values if "unsafe" in value]
    return [Error(f"The content security policy is loose: {', '.join(loose)}.", id="site.E002")] if loose else []

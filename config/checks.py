"""What must hold before strangers reach the site: the checks that `manage.py check --deploy` adds to Django's own."""

from collections.abc import Sequence
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db.models import QuerySet


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


def sample_passwords_are_gone(app_configs: Sequence[object] | None, **kwargs: object) -> list[CheckMessage]:
    """Warns of the demonstration's passwords in a file, where it is off."""
    if settings.DEMO or not (settings.VAR_DIR / "staff_passwords.json").exists():
        return []
    return [
        Warning(
            "The passwords of the demonstration's staff are still in VAR_DIR.",
            hint="python -m config.prepare, with DEMO=0, shuts those users out and deletes the file.",
            id="site.W003",
        )
    ]


def sample_people_are_gone(
    app_configs: Sequence[object] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Warns of rows that the demonstration left; `check --deploy --database default` looks for them."""
    if settings.DEMO or not databases:
        return []
    found = []
    if _rows("User").filter(is_active=True, is_staff=True, email__endswith="@help.localhost").exists():
        found.append("staff users at help.localhost can log in")
    if _rows("Domain").filter(host__in=settings.DEMO_HOSTS).exists():
        found.append("authentication domains of the sample products are listed")
    if not found:
        return []
    return [
        Warning(
            f"The demonstration left something: {' and '.join(found)}.",
            hint="Run python -m config.prepare, and delete in the admin what nobody needs.",
            id="site.W004",
        )
    ]


def _rows(model: str) -> QuerySet[Any]:
    # This module is read before the models are.
    return QuerySet(apps.get_model("accounts", model))


def policy_is_strict(app_configs: Sequence[object] | None, **kwargs: object) -> list[CheckMessage]:
    """Refuses a content security policy that lets inline or evaluated code run."""
    policy = cast("dict[str, list[str]]", settings.SECURE_CSP)
    loose = [f"{name} {value}" for name, values in policy.items() for value in values if "unsafe" in value]
    return [Error(f"The content security policy is loose: {', '.join(loose)}.", id="site.E002")] if loose else []

"""Writes the audit trail, and forgets what the retention rule says. Nothing else may touch its rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from accounts.models import AuditEntry, User
from accounts.models.audit import name_of_row

# Said in the transaction that forgets; the trigger lets nothing else delete.
FORGETTING = "helpcenter.forgets_audit"


def enter(
    *,
    kind: str,
    staff: User | int | None,
    about: Model | None = None,
    outcome: str = "ok",
    network: str = "",
    details: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Write one thing down, in the caller's transaction if there is one: what is taken back leaves no entry."""
    number, name = _who(staff)
    return AuditEntry.objects.create(
        kind=kind,
        outcome=outcome,
        staff_number=number,
        staff_name=name[:150],
        object_kind=about._meta.label_lower if about else "",
        object_ref=name_of_row(about)[:150] if about else "",
        network=network,
        details=_plain(details or {}),
    )


@transaction.atomic
def forget_entries(*, keys: Sequence[int]) -> Counter[str]:
    """Delete these; the database refuses those of the last thirty days."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [FORGETTING])
    gone = AuditEntry.objects.filter(pk__in=keys).delete()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '', true)", [FORGETTING])
    return Counter({AuditEntry._meta.label: gone} if gone else {})


def _who(staff: User | int | None) -> tuple[int | None, str]:
    if isinstance(staff, User):
        return staff.pk, staff.get_username()
    name = User.objects.filter(pk=staff).values_list("username", flat=True).first() if staff else None
    return staff, name or ""


def _plain(details: Mapping[str, object]) -> dict[str, Any]:
    """What JSON can hold; the rest as text."""
    return {name: _value(value) for name, value in details.items() if value not in (None, "")}


def _value(value: object) -> Any:
    if isinstance(value, list | tuple):
        return [_value(each) for each in value]
    return value if isinstance(value, bool | int | float | dict) else str(value)

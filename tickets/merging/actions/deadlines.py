"""The law's deadlines of two reports that became one: the earlier ones count, on the report that goes on."""

from typing import Any

from django.utils.dateparse import parse_datetime

from tickets.models import Report, Ticket

_NAMES = ("acknowledge_by", "decide_by")


def hand_over(source: Ticket, target: Ticket) -> dict[str, Any]:
    """Let the target be due when the first of both is, and the source not at all; how they stood."""
    rows = {row.ticket_id: row for row in Report.objects.filter(ticket__in=[source.pk, target.pk])}
    if len(rows) < len({source.pk, target.pk}):
        return {}
    stood = {str(key): {name: _told(row, name) for name in _NAMES} for key, row in rows.items()}
    left, kept = rows[source.pk], rows[target.pk]
    for name in _NAMES:
        dates = [at for at in (getattr(left, name), getattr(kept, name)) if at is not None]
        setattr(kept, name, min(dates, default=None))
        setattr(left, name, None)
    for row in (left, kept):
        row.save(update_fields=_NAMES)
    return stood


def hand_back(stood: dict[str, Any]) -> None:
    """Each report is due as it was."""
    for key, dates in stood.items():
        restored = {name: parse_datetime(at) if at else None for name, at in dates.items()}
        Report.objects.filter(ticket=int(key)).update(**restored)


def _told(row: Report, name: str) -> str:
    at = getattr(row, name)
    return at.isoformat() if at else ""

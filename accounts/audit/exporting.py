"""The audit trail as CSV, row by row as the database gives them. Reads only."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from accounts.models import AuditEntry

COLUMNS = ("at", "kind", "outcome", "staff_number", "staff_name", "object_kind", "object_ref", "network", "details")
# So many rows at most: a spreadsheet opens no more, and a narrower time has fewer.
MOST = 100_000
# What begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file that keeps nothing: each line is handed on as it is written."""

    def write(self, text: str) -> str:
        return text


def lines(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    """The header, then a line for each row, times in UTC."""
    written = csv.writer(_Line())
    yield str(written.writerow(COLUMNS))
    for row in rows[:MOST].iterator(chunk_size=2_000):
        yield str(written.writerow([_cell(getattr(row, name)) for name in COLUMNS]))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value.isoformat() if hasattr(value, "isoformat") else ""
    if isinstance(value, dict):
        text = "; ".join(f"{name}={_told(each)}" for name, each in sorted(value.items()))
    text = text or str(value if value != {} else "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _told(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

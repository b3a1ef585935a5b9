"""Tables as CSV for spreadsheets. Pure: no Django, no database, no clock."""

import csv
import io
from collections.abc import Iterable, Sequence

# What begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """The rows, with a sign at their beginning by which spreadsheets know the letters; no text is a formula."""
    out = io.StringIO("\ufeff", newline="")
    out.seek(0, io.SEEK_END)
    sheet = csv.writer(out)
    sheet.writerows([_plain(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text

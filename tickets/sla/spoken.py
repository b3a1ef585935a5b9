"""A length of time as staff type and read it: 45 min, 4 h, 1 h 30 min. Pure: no Django, no clock."""

import re

_PART = re.compile(r"(\d{1,6})\s*(hours?|hrs?|h|時間|minutes?|mins?|m|分)?\s*", re.IGNORECASE)
_HOURS = ("h", "時")


def read(typed: str) -> int | None:
    """So many minutes; a number alone is minutes. None for what is no length of time."""
    text, minutes, at = typed.strip().translate(str.maketrans("０１２３４５６７８９", "0123456789")), 0, 0
    if not text:
        return None
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return None
        is_hours = (part[2] or "").lower().startswith(_HOURS)
        minutes += int(part[1]) * (60 if is_hours else 1)
        at = part.end()
    return minutes


def told(minutes: int) -> str:
    """The same for `read`."""
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{number} {unit}" for number, unit in ((hours, "h"), (rest, "min")) if number) or "0 min"

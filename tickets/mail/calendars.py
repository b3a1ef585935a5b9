"""What an invitation says (iCalendar, RFC 5545 and 5546): what, when, where. No Django."""

import re
from dataclasses import dataclass

# Lines that are looked at, and letters of each value.
_LINES, _LONGEST = 5_000, 300
_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r'([A-Za-z-]{1,60})((?:;(?:"[^"]{0,300}"|[^":;]){0,300}){0,20}):(.*)')
_ZONE = re.compile(r'TZID="?([^";:]{1,60})', re.IGNORECASE)
_STATUS = re.compile(r"PARTSTAT=([A-Za-z-]{1,20})", re.IGNORECASE)
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?")


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event as it is told, "" for what isn't. `method` is REQUEST, CANCEL, REPLY …; `answer` the one of a REPLY."""

    method: str = ""
    summary: str = ""
    when: str = ""
    place: str = ""
    answer: str = ""


def read(text: str) -> Invitation | None:
    """The first event of the calendar, or None when it has none."""
    values: dict[str, tuple[str, str]] = {}
    method, is_inside = "", False
    for line in _FOLD.sub("", text.replace("\r\n", "\n")).split("\n")[:_LINES]:
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            continue
        name, parameters, value = match[1].upper(), match[2], match[3][:_LONGEST]
        if name == "METHOD":
            method = value.strip().upper()
        elif (name, value.upper()) == ("BEGIN", "VEVENT"):
            is_inside = True
        elif (name, value.upper()) in {("END", "VEVENT"), ("BEGIN", "VALARM")} and is_inside:
            break
        elif is_inside:
            values.setdefault(name, (parameters, value))
    if not is_inside:
        return None
    said = {name: _unescaped(value) for name, (_parameters, value) in values.items()}
    if said.get("STATUS", "").upper() == "CANCELLED":
        method = "CANCEL"
    answer = _STATUS.search(values.get("ATTENDEE", ("", ""))[0]) if method == "REPLY" else None
    return Invitation(
        method=method[:20],
        summary=said.get("SUMMARY", ""),
        when=_when(values.get("DTSTART", ("", "")), values.get("DTEND", ("", ""))),
        place=said.get("LOCATION", ""),
        answer=answer[1].upper() if answer else "",
    )


def _when(start: tuple[str, str], end: tuple[str, str]) -> str:
    """As in "2026-12-01 10:00 – 11:00 (Europe/Berlin)": the time that was written, in the zone that was named."""
    first, last = _TIME.match(start[1]), _TIME.match(end[1])
    if first is None:
        return ""
    day = "-".join(first.groups()[:3])
    if not first[4]:
        return day
    zone = "UTC" if first[6] else (found[1] if (found := _ZONE.search(start[0])) else "")
    until = ""
    if last is not None and last[4]:
        other_day = "-".join(last.groups()[:3])
        until = f" – {'' if other_day == day else other_day + ' '}{last[4]}:{last[5]}"
    return f"{day} {first[4]}:{first[5]}{until}" + (f" ({zone})" if zone else "")


def _unescaped(value: str) -> str:
    return " ".join(re.sub(r"\\([nN,;\\])", lambda found: " " if found[1] in "nN" else found[1], value).split())

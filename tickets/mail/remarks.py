"""What the desk says beside a mail's own words: what it is, stored so that each reader has it in their language."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tickets.mail.bodies import Remark
from web import mail_remarks, masked_words

_AWAY: str | Promise = _("Automatic reply from %(sender)s, away until %(day)s:")
_AUTOMATIC: str | Promise = _("Automatic reply from %(sender)s:")


def with_remarks(text: str, remarks: Iterable[Remark]) -> str:
    """The text and below it each remark, as they are stored."""
    said = (mail_remarks.stored(remark.kind, remark.values) for remark in remarks)
    return "\n\n".join(part for part in (text, *said) if part)


def of_absence(sender: str, until: date | None) -> str:
    """What stands above an automatic reply that is kept as a note, as it is stored."""
    with override("en"):
        return _automatic(sender, until.isoformat() if until else "")


def in_words(text: str) -> str:
    """A message as staff read it: what we say in it in the active language."""
    first, end, rest = text.partition("\n")
    for pattern in _firsts():
        if found := pattern.fullmatch(first):
            said = found.groupdict("")
            first = _automatic(said["sender"], _written(said.get("day", "")))
            break
    return mail_remarks.in_words(masked_words.in_words(f"{first}{end}{rest}"))


def _automatic(sender: str, day: str) -> str:
    return str(_AWAY) % {"sender": sender, "day": day} if day else str(_AUTOMATIC) % {"sender": sender}


def _written(day: str) -> str:
    """A day that was stored, as the active language writes it; that of an earlier version stays as it was written."""
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    return date_format(found, "DATE_FORMAT") if found else day


@cache
def _firsts() -> list[re.Pattern[str]]:
    """The first line of such a note, in each language that it was ever stored in."""
    found = []
    for code in dict.fromkeys(["en", *dict(settings.LANGUAGES)]):
        with override(code):
            for words in (_AWAY, _AUTOMATIC):
                line = re.escape(str(words) % {"sender": "\0", "day": "\1"})
                line = line.replace("\0", r"(?P<sender>\S{1,320})").replace("\1", r"(?P<day>.{1,60}?)")
                found.append(re.compile(line))
    return found

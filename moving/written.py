"""What people wrote at another desk, as text of ours. No Django."""

from email.utils import getaddresses

from moving.values import text
from tickets.mail.html_text import to_text

# As much of one message as is kept of a mail.
LONGEST = 200_000
_CUT = "\n[…]"


def readable(html: object, plain: object) -> str:
    """The text of HTML, with the addresses that links lead to; without any, the plain text."""
    written = text(html)
    found = to_text(written) if written else ""
    whole = found or text(plain)
    return whole if len(whole) <= LONGEST else whole[:LONGEST] + _CUT


def addresses(listed: object) -> list[tuple[str, str]]:
    """Names and addresses, whether they stand in a list or in one text."""
    given = [listed] if isinstance(listed, str) else listed if isinstance(listed, list) else []
    return [(name, email) for name, email in getaddresses([text(each) for each in given]) if "@" in email]

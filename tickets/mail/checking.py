"""Who a mail's sender really is (SPF, DKIM, DMARC): what our mail server found out, or what this machine finds out.

Asking costs some look-ups in the DNS, so it is done where a setting asks for it and no server of ours has said it.
"""

import logging
import warnings
from collections.abc import Callable
from typing import Any

from django.conf import settings

from tickets.mail import authentication
from tickets.mail.doors import Envelope
from tickets.mail.parsing import IncomingMail

with warnings.catch_warnings():
    # pyspf has "\\d" in plain strings, of which Python tells whoever compiles it first.
    warnings.simplefilter("ignore", SyntaxWarning)
    from authheaders import authenticate_message

logger = logging.getLogger(__name__)

# What this site calls itself in a header that only it reads.
_OURSELVES = "this-site.invalid"


def results(
    raw: bytes, mail: IncomingMail, envelope: Envelope, *, dns: Callable[..., Any] | None = None
) -> dict[str, str]:
    """Method and result as in {"dmarc": "fail"}; {} where nobody has said and nobody is to ask. Never raises.

    `dns` answers look-ups in place of the DNS, as `dkim.dnsplug.get_txt` does.
    """
    said = authentication.results(mail.authentication, trusted=settings.TRUSTED_AUTHSERV_ID)
    if said or not settings.CHECK_SENDERS:
        return said
    try:
        return _asked(raw, envelope, dns)
    except Exception:
        # A signature or a record that nobody can read is no reason not to read the mail.
        logger.exception("The sender of a mail can't be checked")
        return {}


def _asked(raw: bytes, envelope: Envelope, dns: Callable[..., Any] | None) -> dict[str, str]:
    knows_client = bool(envelope.client)
    header = authenticate_message(
        raw,
        _OURSELVES,
        spf=knows_client,
        dkim=True,
        dmarc=True,
        ip=envelope.client or None,
        mail_from=envelope.sender or "",
        helo=envelope.helo or "",
        dnsfunc=dns,
    )
    words = str(header).partition(":")[2].replace("\n", " ").replace("\r", " ")
    found = authentication.results([words], trusted=[_OURSELVES])
    if not knows_client and found.get("dmarc") == "fail":
        # Without SPF half of what DMARC asks for is unknown, so only its word in favour counts.
        del found["dmarc"]
    return found

"""A letter that the site sends to itself: whether it comes back, and what the receiving server says of it."""

import time
from collections.abc import Callable
from email.errors import MessageError
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage

from tickets.mail.doctor.findings import Found, bad, doubtful, good
from tickets.models import IncomingEmail, OriginalMail

_PAUSE = 2.0
_BODY = (
    "This letter was sent by `manage.py mail_doctor`, to see whether mail arrives.\n"
    "Nobody needs to answer it. In its headers, Authentication-Results says what your server thinks of it.\n"
)


def send(to: str) -> tuple[Found, str]:
    """Send the letter, as any other mail goes out; what came of it, and its Message-ID ("" where it didn't)."""
    mail_id = f"<doctor.{uuid4().hex}@{settings.MAIL_DOMAIN}>"
    letter = EmailMessage(
        subject="Mail doctor",
        body=_BODY,
        from_email=settings.SUPPORT_ADDRESS,
        to=[to],
        headers={"Message-ID": mail_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    try:
        letter.send(using="default")
    except (OSError, ValueError, MessageError) as error:
        words = f"A letter to {to} wasn't taken: {type(error).__name__}: {error}"
        return bad("Sending", words, "It is what every mail of the site meets: mend this first."), ""
    return good("Sending", f"A letter to {to} was taken."), mail_id


def wait_for(mail_id: str, *, seconds: float, sleep: Callable[[float], None] = time.sleep) -> list[Found]:
    """Wait until the letter is back, by whatever door, and say what was found in it."""
    waited = 0.0
    while True:
        row = _arrived(mail_id)
        if row is not None:
            return [good("Coming back", f"It was here again after about {waited:.0f} seconds."), *_judged(row)]
        if waited >= seconds:
            break
        sleep(_PAUSE)
        waited += _PAUSE
    words = (
        f"The letter to {settings.SUPPORT_ADDRESS} isn't back after {seconds:.0f} seconds: answers don't arrive either."
    )
    mend = "Look at the MX above and at the door for mail (docs/mail-receiving.md): the pipe, the post, or the mailbox."
    return [bad("Coming back", words, mend)]


def _arrived(mail_id: str) -> IncomingEmail | None:
    """The letter, read or only stored so far."""
    read = IncomingEmail.objects.filter(mail_id=mail_id).order_by("-pk").first()
    if read is not None:
        return read
    unread = OriginalMail.objects.filter(incoming__outcome=IncomingEmail.Outcome.RECEIVED).order_by("-pk")[:50]
    return next((each.incoming for each in unread if mail_id.encode() in each.raw), None)


def _judged(row: IncomingEmail) -> list[Found]:
    if row.outcome == IncomingEmail.Outcome.RECEIVED:
        return [doubtful("Reading", "It is stored and wasn't read yet.", "Start the worker: manage.py work mail.")]
    results = dict(each.partition("=")[::2] for each in row.authentication.split())
    if not results:
        return [
            doubtful(
                "Sender checks",
                "The receiving server says nothing of SPF, DKIM and DMARC, or we don't know whose word counts.",
                "Let it write Authentication-Results, and set TRUSTED_AUTHSERV_ID to its name there.",
            )
        ]
    return [
        good(method.upper(), f"The receiving server says: {result}.")
        if result == "pass"
        else bad(
            method.upper(), f"The receiving server says: {result}.", f"See what is said of {method.upper()} above."
        )
        for method, result in results.items()
    ]

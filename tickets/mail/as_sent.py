"""The HTML of a mail as it came, and the pictures that came with it, each at an address that holds for some minutes."""

import time
from dataclasses import dataclass
from email.message import Message as Part

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext

from tickets.files.kinds import FileRefusedError, Kind, kind_of
from tickets.mail import bodies
from tickets.mail.bodies import content_id
from tickets.mail.opening import content_of, opened, parts_of
from tickets.mail.shown_html import Shown, shown

_SALT = "tickets.mail.as_sent"
_SECONDS = 150


@dataclass(frozen=True, slots=True)
class MailPicture:
    """One picture of a mail."""

    kind: Kind
    content: bytes


def html_of(raw: bytes, number: int, *, remote: bool) -> Shown | None:
    """What is shown of the mail with this primary key; None for one that is text alone."""
    parts = parts_of(opened(raw))
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    words = [text for part in pages if (text := bodies.text_of(part)) is not None]
    if not words:
        return None
    pictures = {name: _address(number, place) for place, part in enumerate(parts) if (name := _content_id(part))}
    return shown("\n".join(words), pictures, remote=remote, quoted=gettext("Quoted text"))


def picture_in(raw: bytes, place: int) -> MailPicture | None:
    """The picture at this place among the mail's parts, told by its content; None when there is none."""
    parts = parts_of(opened(raw))
    if not 0 <= place < len(parts) or not _content_id(parts[place]):
        return None
    content = content_of(parts[place])
    try:
        kind = kind_of(content)
    except FileRefusedError:
        return None
    return MailPicture(kind, content) if kind.picture else None


def read(token: str) -> tuple[int, int]:
    """The mail and the place of a picture's address.

    Raises signing.BadSignature for one that isn't ours or no longer holds.
    """
    number, place, until = signing.Signer(salt=_SALT).unsign_object(token)
    if time.time() > until:
        raise signing.SignatureExpired
    return number, place


def _content_id(part: Part) -> str:
    """Its name, for what says that it is a picture."""
    is_picture = part.get_content_maintype() == "image"
    return content_id(part) if is_picture else ""


def _address(number: int, place: int) -> str:
    until = (int(time.time()) // _SECONDS + 2) * _SECONDS
    return reverse("mail_picture", args=[signing.Signer(salt=_SALT).sign_object([number, place, until])])

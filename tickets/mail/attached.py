"""The files of a mail: with a name, without one, which get one, and inside a winmail.dat. No Django."""

import mimetypes
from dataclasses import dataclass
from email.message import Message
from itertools import islice

from tickets.mail import charsets, winmail
from tickets.mail.headers import decoded, file_name
from tickets.mail.opening import children_of, content_of, parts_of

_FILES, _PARTS = 200, 1_000
# Said to be text of the mail, or nothing that anybody would open.
_NO_FILES = frozenset({"text/plain", "text/html", "text/x-amp-html", "application/pgp-encrypted"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
# What took the place of a file without a name (tickets.redaction).
REDACTED_TYPE = "application/x-redacted"
_NAMES = {
    "text/calendar": "invitation.ics",
    "text/csv": "table.csv",
    "text/rfc822-headers": "headers.txt",
    "message/delivery-status": "delivery-status.txt",
    "message/global-delivery-status": "delivery-status.txt",
    "message/disposition-notification": "receipt.txt",
    "message/feedback-report": "complaint.txt",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pgp-signature": "signature.asc",
    REDACTED_TYPE: "redacted.txt",
}
_KINDS = {"image": "image", "audio": "audio", "video": "video", "text": "text"}
_PGP = b"-----BEGIN PGP MESSAGE-----"


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of the mail: its part, or the winmail.dat that it is in."""

    part: Message
    name: str
    content_type: str
    content: bytes


def is_file(part: Message) -> bool:
    """Whether the part says that it is a file rather than text of the mail."""
    return bool(file_name(part)) or part.get_content_disposition() == "attachment"


def files_of(mail: Message) -> list[MailFile]:
    """The mail's files, the largest number that is kept; the same ones at the same places for the same mail.

    What has no name comes after what has one: the places of mails that were read before were counted among those alone.
    """
    parts = (*_named(mail), *(part for part in outline(mail) if _is_unnamed(part)))
    files = [MailFile(part, _name(part), _type(part), content_of(part)) for part in islice(parts, _FILES)]
    for file in list(files):
        if file.content_type in _TNEF or file.name.lower() == "winmail.dat":
            inside = winmail.read(file.content).files
            files += [MailFile(file.part, _tidy(name), _type_of_name(name), content) for name, content in inside]
    return files[:_FILES]


def outline(mail: Message) -> list[Message]:
    """The mail's own parts in order: what is inside a mail inside it isn't among them."""
    found: list[Message] = []
    waiting = [mail]
    while waiting and len(found) < _PARTS:
        part = waiting.pop()
        found.append(part)
        if part.get_content_maintype() == "multipart":
            waiting.extend(reversed(children_of(part)))
    return found


def packed_text(files: list[MailFile]) -> winmail.Winmail | None:
    """What a winmail.dat among the files says, or None when there is none."""
    packed = next((file for file in files if file.content_type in _TNEF or file.name.lower() == "winmail.dat"), None)
    return winmail.read(packed.content) if packed else None


def holds(part: Message) -> list[Message]:
    """The files with names inside a mail that is a part: each has a place of its own in `files_of`."""
    return _named(part)


def _named(mail: Message) -> list[Message]:
    return [part for part in parts_of(mail) if not part.is_multipart() and is_file(part)]


def _is_unnamed(part: Message) -> bool:
    if part.get_content_maintype() == "multipart":
        return False
    if part.is_multipart():
        return True
    return not is_file(part) and part.get_content_type() not in _NO_FILES and bool(part.get_payload())


def _type(part: Message) -> str:
    return charsets.clean(part.get_content_type())[:100]


def _name(part: Message) -> str:
    return _tidy(file_name(part) or _made_name(part))


def _tidy(name: str) -> str:
    return (" ".join(name.split()) or "file").replace("/", "_").replace("\\", "_")[:200]


def _made_name(part: Message) -> str:
    content_type = part.get_content_type()
    if content_type in {"message/rfc822", "message/global"}:
        inner = next(iter(children_of(part)), None)
        subject = " ".join(decoded(inner.get("subject", "")).split())[:80].strip(". ") if inner is not None else ""
        return f"{subject or 'message'}.eml"
    if content_type in _NAMES:
        return _NAMES[content_type]
    if content_type == "application/octet-stream" and content_of(part)[:200].lstrip().startswith(_PGP):
        return "encrypted.asc"
    return _KINDS.get(part.get_content_maintype(), "file") + (mimetypes.guess_extension(content_type) or "")


def _type_of_name(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"

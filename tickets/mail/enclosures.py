"""The files of a reply as its mail carries them: in it while it stays small, else as links to the case page."""

import email.policy
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage as PlainMessage
from email.message import MIMEPart
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from tickets.files import inline, storage
from tickets.files.storage import StorageAwayError
from tickets.models import Attachment, Message

# Mailboxes take 20 to 25 MB, and a file grows by a third on its way.
LARGEST_TOTAL = 12 * 1024 * 1024
# So wide a picture is drawn in a letter.
_WIDEST = 480


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file of a mail. `cid` is how its HTML names a picture at its place; "" for any other file.

    `path` is where its bytes are stored.
    """

    key: str
    name: str
    size: int
    content_type: str
    cid: str = ""
    width: int = 0
    height: int = 0
    path: str = ""


def enclosures(message: Message, files: Iterable[Attachment]) -> list[Enclosure]:
    """What goes along with the message, pictures that stand in its text among them."""
    in_text = inline.keys_in(message.body)
    return [_enclosure(row, in_text) for row in files]


def goes_along(files: Iterable[Enclosure]) -> bool:
    """Whether the mail has room for all of them."""
    return sum(file.size for file in files) <= LARGEST_TOTAL


def of_message(message: Message) -> list[Enclosure]:
    """What a stored message's mail carries: all of its files, or none."""
    rows = message.attachments.filter(file__isnull=False).select_related("file") if message.pk else ()
    files = enclosures(message, rows)
    return files if goes_along(files) else []


class LetterWithFiles(EmailMultiAlternatives):
    """A mail whose pictures stand in its HTML, and whose other files are attached."""

    enclosed: list[Enclosure]
    # For a mail provider (Anymail), beside the letter.
    metadata: dict[str, str]

    def attach_enclosed(self) -> None:
        """Make them attachments as Django knows them."""
        for file in self.enclosed:
            self.attach(_part(file))
        self.enclosed = []

    def message(self, *, policy: Any = email.policy.default) -> PlainMessage:
        made: PlainMessage = super().message(policy=policy)
        html = made.get_body(("html",))
        for file in self.enclosed:
            if file.cid and isinstance(html, PlainMessage):
                kind = file.content_type.split("/", 1)
                named: dict[str, Any] = {"filename": file.name, "cid": f"<{file.cid}>", "disposition": "inline"}
                html.add_related(_content(file), kind[0], kind[1], **named)
        for file in self.enclosed:
            if not file.cid:
                kind = file.content_type.split("/", 1)
                made.add_attachment(_content(file), kind[0], kind[1], filename=file.name)
        return made


def _part(file: Enclosure) -> MIMEPart:
    kind, part = file.content_type.split("/", 1), MIMEPart()
    part.set_content(_content(file), kind[0], kind[1], filename=file.name)
    if file.cid:
        part.replace_header("Content-Disposition", "inline")
        part.set_param("filename", file.name, "Content-Disposition")
        part["Content-ID"] = f"<{file.cid}>"
    return part


def _enclosure(row: Attachment, in_text: set[str]) -> Enclosure:
    file = row.file
    if file is None:
        return Enclosure("", row.name, row.size, row.content_type)
    scale = min(1, _WIDEST / max(file.width, 1))
    is_inline = file.has_thumbnail and file.key in in_text
    return Enclosure(
        key=file.key,
        name=file.name,
        size=file.size,
        content_type=file.content_type,
        cid=f"{file.key}@{settings.MAIL_DOMAIN}" if is_inline else "",
        width=max(1, round(file.width * scale)),
        height=max(1, round(file.height * scale)),
        path=storage.path_of(file),
    )


def _content(file: Enclosure) -> bytes:
    """The bytes; a storage that is away is a reason to try again later, as a mail server's silence is."""
    try:
        with storage.fetch(file.path) as stored:
            return bytes(stored.read())
    except StorageAwayError as error:
        raise OSError("The storage of files doesn't answer.") from error

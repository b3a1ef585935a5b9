"""What a page shows of a file: its name and size, where it can be had, and a small picture. Reads only."""

from dataclasses import dataclass

from tickets.files.addresses import thumbnail_address_of
from tickets.models import Attachment, StoredFile

_SMALL = 320


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file of a message. `address` is the page's own, which asks who wants it; "" where there is none."""

    name: str
    size: int
    address: str = ""
    key: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0
    mail_part: int | None = None


def shown(attachment: Attachment, address: str) -> ShownFile:
    """A file of a ticket's message; of one that came by mail nothing but what it is called."""
    if attachment.file is None:
        return ShownFile(attachment.name, attachment.size, mail_part=attachment.mail_part)
    return shown_file(attachment.file, address)


def shown_file(file: StoredFile, address: str) -> ShownFile:
    """A stored file; the small picture's address holds for some minutes from now."""
    scale = min(1, _SMALL / max(file.width, file.height, 1))
    return ShownFile(
        name=file.name,
        size=file.size,
        address=address,
        key=file.key,
        thumbnail=thumbnail_address_of(file),
        width=max(1, round(file.width * scale)),
        height=max(1, round(file.height * scale)),
    )

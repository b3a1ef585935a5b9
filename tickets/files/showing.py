"""What a page shows of a file: its name and size, where it can be had, and a small picture. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tickets.files.addresses import thumbnail_address_of
from tickets.models import Attachment, Message, StoredFile

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
    digest: str = ""
    # Whether the message's author sent the same before, as each mail brings the logo below its signature.
    is_repeated: bool = False


class Earlier:
    """Knows which files were sent in a thread, and by whom, as it is gone through from its first message on."""

    def __init__(self) -> None:
        self._sent: set[tuple[str, str, str]] = set()

    def marked(self, message: Message, files: Sequence[ShownFile]) -> list[ShownFile]:
        """The files of the next message, each that a mail brought told whether its author sent it with one before.

        What was picked by hand was meant to be seen.
        """
        known = [(message.kind, message.author_name, file.digest) for file in files]
        told = [
            replace(file, is_repeated=bool(file.digest) and file.mail_part is not None and one in self._sent)
            for file, one in zip(files, known, strict=True)
        ]
        self._sent.update(known)
        return told


def shown(attachment: Attachment, address: str) -> ShownFile:
    """A file of a ticket's message; of one that is in its mail alone nothing but what it is called."""
    if attachment.file is None:
        return ShownFile(attachment.name, attachment.size, mail_part=attachment.mail_part)
    return replace(shown_file(attachment.file, address), mail_part=attachment.mail_part)


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
        digest=file.digest,
    )

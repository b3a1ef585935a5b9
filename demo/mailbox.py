"""The mail that went out, read from a folder of .eml files, and a customer's answer to it as MIME. Sends nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, make_msgid, parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `name` is its file's name without the ending, `recipient` the bare address it went to."""

    name: str
    message: EmailMessage

    @property
    def recipient(self) -> str:
        """The first address in To, or ""."""
        return next((address for _name, address in getaddresses([self.header("To")]) if address), "")

    @property
    def sent_at(self) -> datetime | None:
        """When it says it was sent, or None."""
        try:
            return parsedate_to_datetime(self.header("Date"))
        except ValueError:
            return None

    @property
    def subject(self) -> str:
        """The decoded subject."""
        return self.header("Subject")

    @property
    def text(self) -> str:
        """The plain text part, or ""."""
        part = self.message.get_body(("plain",))
        if part is None:
            return ""
        try:
            return str(part.get_content())
        except LookupError:  # a charset that nobody knows
            return str(part.get_payload())

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Every header, decoded, in order."""
        return [(name, str(value)) for name, value in self.message.items()]

    def header(self, name: str) -> str:
        """One header, decoded, or ""."""
        return str(self.message.get(name, ""))


def _read(file: Path) -> Letter:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the default policy makes
    return Letter(file.stem, message)


def letters(folder: Path) -> Iterator[Letter]:
    """All mail in the folder, the newest first (file names sort by time)."""
    for file in sorted(folder.glob("*.eml"), reverse=True):
        yield _read(file)


def find_letter(folder: Path, name: str) -> Letter | None:
    """The letter with this name, or None; the name is only compared, never made into a path."""
    file = next((file for file in folder.glob("*.eml") if file.stem == name), None)
    return _read(file) if file else None


def quoted(letter: Letter) -> str:
    """The letter's text as mail programs quote it, under a line that says whose it is."""
    moment = letter.sent_at
    intro = f"On {moment:%a, %d %b %Y at %H:%M}, {letter.header('From')} wrote:" if moment else ""
    lines = (f"> {line}" if line else ">" for line in letter.text.rstrip().splitlines())
    return "\n".join([intro, *lines])


def reply_to(letter: Letter, text: str, *, now: datetime) -> EmailMessage:
    """The recipient's answer: threaded by In-Reply-To and References, the letter quoted below the text."""
    answer = EmailMessage()
    answer["From"] = letter.header("To")
    answer["To"] = letter.header("Reply-To") or letter.header("From")
    subject = letter.subject
    answer["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    answer["Date"] = format_datetime(now)
    answer["Message-ID"] = make_msgid(domain=letter.recipient.rpartition("@")[2] or "localhost")
    identifier = letter.header("Message-ID")
    if identifier:
        answer["In-Reply-To"] = identifier
        answer["References"] = f"{letter.header('References')} {identifier}".strip()
    answer.set_content(f"{text.strip()}\n\n{quoted(letter)}\n")
    return answer

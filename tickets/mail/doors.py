"""What a door hears beside the mail itself: who handed it over, for whom, with which sender. No Django."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What the doors take, in bytes; what providers take, too.
LARGEST_MAIL = 25 * 1024 * 1024
# As long as an address may be (RFC 5321 4.5.3.1), and as many recipients as a server must take at once.
_LONGEST, _MOST_RECIPIENTS = 320, 100


@dataclass(frozen=True, slots=True)
class Envelope:
    """The envelope of a mail (RFC 5321 2.3.1). `sender` is None where the door heard none, and "" for a report.

    `client` is the address of the machine that gave the mail to our mail server, `helo` what it called itself.
    """

    door: str
    sender: str | None = None
    recipients: Sequence[str] = ()
    client: str = ""
    helo: str = ""

    def as_row(self) -> dict[str, Any]:
        """The same as a row keeps it, without what nobody needs to keep."""
        row: dict[str, Any] = {"door": self.door}
        if self.sender is not None:
            row["sender"] = _clean(self.sender)
        if self.recipients:
            row["recipients"] = [_clean(each) for each in self.recipients[:_MOST_RECIPIENTS]]
        if is_address(self.client):
            row |= {"client": self.client, "helo": _clean(self.helo)}
        return row


def read(row: Mapping[str, Any]) -> Envelope:
    """The envelope that a row keeps."""
    return Envelope(
        door=str(row.get("door", "")),
        sender=row.get("sender"),
        recipients=tuple(row.get("recipients", ())),
        client=str(row.get("client", "")),
        helo=str(row.get("helo", "")),
    )


def is_address(client: str) -> bool:
    """Whether it is an IP address."""
    try:
        ipaddress.ip_address(client)
    except ValueError:
        return False
    return True


def _clean(text: str) -> str:
    return "".join(text.split()).replace("\x00", "").strip("<>")[:_LONGEST]

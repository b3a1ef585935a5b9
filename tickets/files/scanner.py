"""Asks ClamAV what it thinks of some bytes, where settings.CLAMAV says that one listens.

Its protocol is clamd(8)'s: `zINSTREAM`, then pieces with their lengths before them, then one of length zero.
"""

import socket
from contextlib import suppress

from django.conf import settings

# Seconds. A scanner takes a moment for an archive in an archive; one that says nothing for so long is away.
_CONNECT, _PATIENCE = 2.0, 30.0
_PIECE = 64 * 1024
# No answer of one scan is longer.
_LONGEST = 4_096


class ScannerAwayError(Exception):
    """The scanner that is set up doesn't answer, or answers something else than was asked."""


def threat_in(content: bytes) -> str:
    """What the scanner calls the harm in these bytes; "" when it finds none, and where none is set up.

    Raises ScannerAwayError, after some 30 seconds of silence at most.
    """
    if not settings.CLAMAV:
        return ""
    try:
        said = _asked(content)
    except OSError as error:
        raise ScannerAwayError(f"The virus scanner doesn't answer ({error}).") from error
    verdict = said.removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")[:200]
    raise ScannerAwayError(f"The virus scanner says: {said[:200] or 'nothing'}")


def _asked(content: bytes) -> str:
    with _connected() as link:
        # It hangs up on what is larger than its StreamMaxLength, and has said so before.
        with suppress(BrokenPipeError, ConnectionResetError):
            link.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                link.sendall(len(piece).to_bytes(4) + piece)
            link.sendall(bytes(4))
        said = b""
        while not said.endswith(b"\0") and len(said) < _LONGEST:
            more = link.recv(_LONGEST)
            if not more:
                break
            said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    """A talk with the scanner at a path or a host and port."""
    place: str | tuple[str, int] = settings.CLAMAV
    if isinstance(place, str):
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(_CONNECT)
        try:
            link.connect(place)
        except OSError:
            link.close()
            raise
    else:
        link = socket.create_connection(place, _CONNECT)
    link.settimeout(_PATIENCE)
    return link

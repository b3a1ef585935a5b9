"""One POST to a receiver, to the very machine whose address was checked. Knows no rows.

No redirect is followed, no proxy asked and nothing of the answer kept but its status.
"""

import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Any

from webhooks import targets
from webhooks.targets import Address, Target, WrongAddressError

# Seconds: to connect to one machine, and for all of it.
CONNECT, TOTAL = 5.0, 15.0
# So much of an answer is read before the line is hung up.
MOST_READ = 64 * 1024
_MOST_MACHINES = 3
AGENT = "help-center-webhooks/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a `status` of HTTP, or why there was none, a code of `webhooks.words`.

    `wait` is for how many seconds the receiver asks to be left alone.
    """

    status: int | None = None
    error: str = ""
    wait: int = 0

    @property
    def is_good(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_of_the_message(self) -> bool:
        """Whether the receiver answered and refused this one message, as far as it says."""
        return self.status is not None and 400 <= self.status < 500 and self.status not in (408, 425, 429)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send it once, and say what came of it; raises nothing that the network does."""
    try:
        target = targets.read(url)
        addresses = targets.addresses_of(target)
    except WrongAddressError as error:
        return Answer(error=str(error))
    until = time.monotonic() + TOTAL
    answer = Answer(error="unreachable")
    for address in addresses[:_MOST_MACHINES]:
        answer, connected = _post_to(target, address, body, headers, until)
        if connected or time.monotonic() > until:
            break
    return answer


class _Connection(HTTPConnection):
    """To the machine, whatever the name leads to by now; the name is for TLS and the header Host."""

    def __init__(self, target: Target, address: Address, until: float) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443 if target.is_encrypted else 80  # which the header Host leaves out
        self.target, self.address, self.until = target, address, until
        self.watches: list[Timer] = []

    def connect(self) -> None:
        left = max(0.1, self.until - time.monotonic())
        self.sock: Any = socket.create_connection((str(self.address), self.target.port), min(CONNECT, left))
        self._watch()
        if self.target.is_encrypted:
            context = ssl.create_default_context()
            # On failure it closes the socket that it was given.
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)
            self._watch()

    def close(self) -> None:
        for each in self.watches:
            each.cancel()
        super().close()

    def _watch(self) -> None:
        """Hang up in the end: who says a letter a second would never be late by the timeout of a socket."""
        left = max(0.1, self.until - time.monotonic())
        self.sock.settimeout(left)
        watch = Timer(left, _hang_up, [self.sock])
        watch.daemon = True
        watch.start()
        self.watches.append(watch)


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _post_to(
    target: Target, address: Address, body: bytes, headers: Mapping[str, str], until: float
) -> tuple[Answer, bool]:
    """What came of it at one machine, and whether that could be reached at all."""
    line = _Connection(target, address, until)
    try:
        line.connect()
    except TimeoutError:
        line.close()
        return Answer(error="timeout"), False
    except ssl.SSLError:
        line.close()
        return Answer(error="tls"), True
    except OSError:
        line.close()
        return Answer(error="unreachable"), False
    try:
        line.request("POST", target.path, body, {"User-Agent": AGENT, **headers})
        response = line.getresponse()
        if time.monotonic() >= until:  # what was cut off looks like an answer
            return Answer(error="timeout"), True
        return _read(response), True
    except TimeoutError:
        return Answer(error="timeout"), True
    except (OSError, HTTPException, ValueError):
        return Answer(error="timeout" if time.monotonic() >= until else "dropped"), True
    finally:
        line.close()


def _read(response: HTTPResponse) -> Answer:
    """The status that it begins with; its body is read as far as is polite, for who counts broken lines as errors."""
    answer = Answer(status=response.status, wait=_seconds(response.getheader("Retry-After", "")))
    with suppress(OSError, HTTPException, ValueError):
        response.read(MOST_READ)
    return answer


def _seconds(said: str) -> int:
    """How long a Retry-After asks to wait; none for what is no number of seconds."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0

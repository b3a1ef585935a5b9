"""The door by which a mail server on this machine hands mail over: LMTP (RFC 2033), with an answer for each recipient.

It says 250 once the raw mail is stored; 451 while it can't be, and the mail server tries again; 552 for one too large.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from functools import partial
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope as Heard
from aiosmtpd.smtp import Session, syntax
from django.db import close_old_connections

from tickets.mail.actions import storing
from tickets.mail.doors import LARGEST_MAIL, Envelope

logger = logging.getLogger(__name__)

TOO_LARGE = f"552 5.3.4 The mail is too large: at most {LARGEST_MAIL // (1024 * 1024)} MiB, with its files"
_NOT_NOW = "451 4.3.0 The mail can't be stored right now, please try again later"
_KEPT = "250 2.0.0 The mail is stored"
_NOT_OURS = "550 5.7.1 This server takes no mail for that domain"
_NO_MAIL = "554 5.6.0 There is no mail in it"
# A client that says nothing for so many seconds is let go (RFC 5321 4.5.3.2).
_SILENCE = 300


class Door(LMTP):
    """One connection. A line may be as long as a mail: nobody is refused for lines of more than a thousand letters."""

    line_length_limit = LARGEST_MAIL + 1

    def __init__(self, handler: "Handler") -> None:
        super().__init__(handler, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, timeout=_SILENCE)
        # How often the answer to the mail is given: once for each recipient.
        self._answers = 0
        self.forwarded: dict[str, str] = {}

    async def push(self, status: Any) -> None:
        """Say something to the client; what the library says of size with our limit."""
        words = status if isinstance(status, str) else bytes(status).decode("ascii", "replace")
        if words.startswith("552 "):
            words = TOO_LARGE
        times = 1 if words.startswith("354") else max(1, self._answers)
        for _time in range(times):
            await super().push(words)

    async def smtp_DATA(self, arg: str) -> None:
        """Take the mail."""
        self._answers = len(self.envelope.rcpt_tos) if self.envelope else 0
        try:
            await super().smtp_DATA(arg)
        finally:
            self._answers = 0

    @syntax("XFORWARD attribute=value [...]")
    async def smtp_XFORWARD(self, arg: str | None) -> None:
        """Who brought the mail to our mail server, as Postfix tells (lmtp_send_xforward_command = yes)."""
        given = dict(each.split("=", 1) for each in (arg or "").split() if "=" in each)
        self.forwarded |= {name.upper(): value for name, value in given.items() if not value.startswith("[")}
        await self.push("250 2.0.0 Noted")


class Handler:
    """What becomes of each mail. `domains` are those that mail is taken for, in small letters; empty takes any."""

    def __init__(self, *, domains: frozenset[str], executor: Executor) -> None:
        self.domains = domains
        self.executor = executor

    async def handle_EHLO(
        self, server: Door, session: Session, envelope: Heard, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what we can; 8-bit headers as well."""
        session.host_name = hostname
        return [*responses[:-1], "250-ENHANCEDSTATUSCODES", "250-XFORWARD NAME ADDR PORT PROTO HELO", responses[-1]]

    async def handle_RCPT(
        self, server: Door, session: Session, envelope: Heard, address: str, options: list[str]
    ) -> str:
        """Take a recipient of ours."""
        if self.domains and address.rpartition("@")[2].lower() not in self.domains:
            return _NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Door, session: Session, envelope: Heard) -> str:
        """Store the mail before saying so."""
        raw = bytes(envelope.original_content or b"")
        if not raw.strip():
            return _NO_MAIL
        client = server.forwarded.get("ADDR", "").removeprefix("IPV6:")
        heard = Envelope(
            door="lmtp",
            sender=envelope.mail_from or "",
            recipients=envelope.rcpt_tos,
            client=client,
            helo=server.forwarded.get("HELO", ""),
        )
        # Of this mail alone: the next one on the connection is somebody else's.
        server.forwarded.clear()
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self.executor, partial(_store, raw, heard))
        except Exception:
            logger.exception("A mail can't be stored")
            return _NOT_NOW
        return _KEPT


def _store(raw: bytes, heard: Envelope) -> None:
    close_old_connections()
    try:
        storing.store_email(raw=raw, envelope=heard)
    finally:
        close_old_connections()


async def serve(handler: Handler, *, host: str, port: int, path: str = "") -> asyncio.Server:
    """Listen at the address, or at a socket in the file system; the caller closes it."""
    loop = asyncio.get_running_loop()
    make: Callable[[], Door] = partial(Door, handler)
    listen: Awaitable[asyncio.Server]
    listen = loop.create_unix_server(make, path) if path else loop.create_server(make, host, port)
    return await listen

"""An email backend that doesn't wait for a silent mail server: it hangs up in the end, and lets it be for a while."""

import email.policy
import smtplib
import socket
import ssl
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from tickets.mail.signing import signed

# Seconds. For one answer there is the option `timeout`.
CONNECT = 2.0
TOTAL = 60.0
# A failure that took longer than this was a silence; so long nobody asks that server again.
SLOW, REST = 1.0, 30.0
# When servers (host and port) may be asked again, on this process's clock.
_resting: dict[tuple[str, int], float] = {}


class ImpatientConnection(smtplib.SMTP):
    """Smtplib's, with a shorter time to connect and an end of the whole talk; with a `context` it is TLS throughout."""

    def __init__(self, *args: Any, context: ssl.SSLContext | None = None, **options: Any) -> None:
        self.ends = time.monotonic() + TOTAL
        self.context = context
        super().__init__(*args, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = socket.create_connection((host, port), min(CONNECT, timeout), self.source_address)
        connected.settimeout(timeout)
        return self.context.wrap_socket(connected, server_hostname=host) if self.context else connected

    def data(self, msg: Any) -> tuple[int, bytes]:
        # Servers look for viruses before they answer. Who hangs up meanwhile sends the same mail again and again.
        patience, self.timeout = self.timeout, max(self.timeout, self.ends - time.monotonic())
        self.file = None
        try:
            return super().data(msg)
        finally:
            # For a goodbye nobody waits that long: it has the mail.
            self.timeout, self.file = patience, None

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock, patience=self.timeout, ends=self.ends)
        return super().getreply()


class _Lines:
    """What the mail server says, line by line, as long as there is time."""

    def __init__(self, sock: socket.socket, *, patience: float, ends: float) -> None:
        self.sock, self.patience, self.ends = sock, patience, ends
        self.file = sock.makefile("rb")

    def readline(self, size: int) -> bytes:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the mail server took too long")
        self.sock.settimeout(min(self.patience, left))
        return self.file.readline(size)

    def close(self) -> None:
        self.file.close()


class SmtpBackend(EmailBackend):
    """Django's, over such a connection. A queue of mails meets a silent server once, not once for each."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """As Django's; raises TimeoutError at once for a server that was silent a moment ago."""
        place, started = (self.host, self.port), time.monotonic()
        if started < _resting.get(place, started):
            raise TimeoutError("the mail server was silent a moment ago")
        try:
            return super().send_messages(email_messages)
        except OSError:
            ended = time.monotonic()
            if ended - started > SLOW:
                _resting[place] = ended + REST
            raise

    def _send(self, email_message: EmailMessage) -> bool:
        """As Django's; signed, and with letters of all scripts in an address where the server takes them (RFC 6531)."""
        recipients = [self.prep_address(each, force_ascii=False) for each in email_message.recipients()]
        if not recipients or self.connection is None:
            return False
        sender = self.prep_address(email_message.from_email)
        options: list[str] = []
        if not all(address.rpartition("@")[0].isascii() for address in recipients):
            self.connection.ehlo_or_helo_if_needed()
            if not self.connection.has_extn("smtputf8"):
                raise ValueError("The mail server takes no address with such letters before the @ (SMTPUTF8).")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        else:
            recipients = [self.prep_address(each) for each in email_message.recipients()]
        policy = email.policy.SMTPUTF8 if options else email.policy.SMTP
        letter = signed(email_message.message(policy=policy).as_bytes(), settings.DKIM)
        self.connection.sendmail(sender, recipients, letter, options)
        return True

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return ImpatientConnection

"""The door by which this site fetches mail from a mailbox: IMAP (RFC 9051), with IDLE where the server has it.

What lies in the folder waits. A mail is stored first, then moved to the folder of those that are done (or marked as
read), so a stop between the two fetches it once more and stores nothing: the same bytes are the same mail. No numbers
are remembered, so a server that numbers anew (UIDVALIDITY) changes nothing.
"""

import logging
import re
import select
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from random import SystemRandom
from threading import Event

from django.db import connection
from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags

from tickets.mail.actions import storing
from tickets.mail.doors import Envelope

logger = logging.getLogger(__name__)

# For each answer of the server.
_TIMEOUT = 60
# Mails that are asked for by number at once; each is fetched alone.
_AT_ONCE = 500
_CHANCE = SystemRandom()
_BODY = re.compile(rb"BODY\[\]", re.IGNORECASE)


class CantFetchError(Exception):
    """The server answered something else than what was asked for."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is. `tls` is "tls", "starttls" or "none"; `done` is a folder, or "" for marking as read."""

    host: str
    port: int
    user: str
    password: str
    tls: str = "tls"
    folder: str = "INBOX"
    done: str = ""

    @property
    def key(self) -> int:
        """The number of the lock that whoever empties this folder holds."""
        name = f"imap\x1f{self.host.lower()}\x1f{self.user}\x1f{self.folder}"
        return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


@contextmanager
def opened(account: Account) -> Iterator[BaseMailBox]:
    """The mailbox, logged in, with its folder chosen. Raises OSError, imaplib.IMAP4.error or ImapToolsError."""
    box: BaseMailBox
    # The library's own asks for no certificate, and the password would go to whoever answers.
    checked = ssl.create_default_context()
    if account.tls == "tls":
        box = MailBox(account.host, account.port, timeout=_TIMEOUT, ssl_context=checked)
    elif account.tls == "starttls":
        box = MailBoxStartTls(account.host, account.port, timeout=_TIMEOUT, ssl_context=checked)
    else:
        box = MailBoxUnencrypted(account.host, account.port, timeout=_TIMEOUT)
    try:
        box.login(account.user, account.password, initial_folder=account.folder)
        # Many servers tell what they can only now. With MOVE (RFC 6851) a mail is never in both folders.
        box.client.capabilities = _abilities(box)
        if account.done and not box.folder.exists(account.done):
            box.folder.create(account.done)
        yield box
        box.logout()
    finally:
        # Whatever state the talk is in; after a logout there is nothing left to end.
        with suppress(OSError):
            box.client.shutdown()


def _abilities(box: BaseMailBox) -> tuple[str, ...]:
    _kind, able = box.client.capability()
    return tuple((able[0] or b"").decode("ascii", "replace").upper().split())


def empty(box: BaseMailBox, account: Account, *, in_any_order: bool = False) -> int:
    """Store all mail that waits in the folder and put it away; how many. Another process that does so lets us wait.

    After a failure `in_any_order` is due: a mail that its server breaks on keeps none of the others away for long.
    Raises what `opened` raises, and the database's errors: what isn't stored stays where it is.
    """
    with _alone(account) as is_ours:
        if not is_ours:
            return 0
        stored, seen = 0, set[str]()
        while uids := [uid for uid in _waiting(box, account) if uid not in seen][:_AT_ONCE]:
            for uid in _CHANCE.sample(uids, len(uids)) if in_any_order else uids:
                seen.add(uid)
                try:
                    stored += _take(box, account, uid)
                except CantFetchError:
                    # It stays where it is, and keeps none of the others away.
                    logger.exception("The server doesn't give a mail")
        return stored


def _waiting(box: BaseMailBox, account: Account) -> list[str]:
    # The server tells of what came since only when it is asked something.
    box.client.noop()
    return box.uids("ALL" if account.done else AND(seen=False))


def _take(box: BaseMailBox, account: Account, uid: str) -> int:
    raw = _raw(box, uid)
    if raw is None:  # somebody took it away meanwhile
        return 0
    storing.store_email(raw=raw, envelope=Envelope(door="imap"))
    if account.done:
        box.move(uid, account.done)
    else:
        box.flag(uid, MailMessageFlags.SEEN, True)
    return 1


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    """The mail byte for byte, and still unread there; None when it is gone. Raises CantFetchError.

    An empty answer is none: what has no byte was never a mail, and the server may give it the next time.
    """
    kind, answer = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    if kind != "OK":
        raise CantFetchError(f"FETCH {uid}: {kind}")
    for part in answer:
        if isinstance(part, tuple) and _BODY.search(part[0]):
            if not part[1].strip():
                raise CantFetchError(f"FETCH {uid}: nothing")
            return bytes(part[1])
    return None


@contextmanager
def _alone(account: Account) -> Iterator[bool]:
    """Whether nobody else empties this folder now; it is the database's lock, so it ends with this process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [account.key])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [account.key])


def wait(box: BaseMailBox, stop: Event, *, seconds: float) -> None:
    """Wait so long, until the server tells of news where it does (RFC 2177), or until we are asked to stop."""
    if "IDLE" not in box.client.capabilities:
        stop.wait(seconds)
        return
    box.idle.start()  # type: ignore[no-untyped-call]
    try:
        until = time.monotonic() + seconds
        # Whatever is there to be read ends it: news, or the end of the connection, which is noticed below.
        while not stop.is_set() and time.monotonic() < until and not select.select([box.client.sock], [], [], 1)[0]:
            pass
    finally:
        box.idle.stop()  # type: ignore[no-untyped-call]

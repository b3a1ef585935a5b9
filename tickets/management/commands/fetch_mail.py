"""`manage.py fetch_mail`: takes in what comes to a mailbox, by IMAP."""

import imaplib
import logging
import signal
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.db import close_old_connections
from imap_tools import BaseMailBox, ImapToolsError
from procrastinate.exceptions import ConnectorException

from tickets.mail.actions import fetching

logger = logging.getLogger(__name__)

# After an error, in seconds: longer each time, up to the last.
_PATIENCE = (1, 5, 30, 120, 300)
_ERRORS = (OSError, imaplib.IMAP4.error, ImapToolsError, fetching.CantFetchError, DatabaseError, ConnectorException)
# A connection is left after so long: some servers, and what stands between, forget quiet ones.
_LONGEST_CONNECTION = 20 * 60


class Command(BaseCommand):
    """Runs until it is asked to stop; several may run, and take turns. What isn't stored stays in the mailbox."""

    help = "Take in mail from the mailbox of IMAP_HOST until asked to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="take in what is there, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IMAP["host"]:
            raise CommandError("IMAP_HOST isn't set.")
        account = fetching.Account(**settings.IMAP)
        if options["once"]:
            try:
                with fetching.opened(account) as box:
                    self.stdout.write(f"{fetching.empty(box, account)} taken in")
            except _ERRORS as error:
                raise CommandError(f"The mailbox can't be emptied: {error}") from error
            return
        self._go_on(account)

    def _go_on(self, account: fetching.Account) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        failures = 0
        while not stop.is_set():
            try:
                with fetching.opened(account) as box:
                    self._stay(box, account, stop, in_any_order=failures > 0)
                failures = 0
            except _ERRORS as error:
                # What is stored is put away the next time.
                logger.warning("Mail can't be fetched from %s: %s", account.host, error)
                stop.wait(_PATIENCE[min(failures, len(_PATIENCE) - 1)])
                failures += 1
                close_old_connections()

    def _stay(self, box: BaseMailBox, account: fetching.Account, stop: threading.Event, *, in_any_order: bool) -> None:
        until = time.monotonic() + _LONGEST_CONNECTION
        while not stop.is_set() and time.monotonic() < until:
            close_old_connections()
            fetching.empty(box, account, in_any_order=in_any_order)
            fetching.wait(box, stop, seconds=settings.IMAP_POLL_SECONDS)

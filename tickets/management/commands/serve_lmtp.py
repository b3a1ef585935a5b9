"""`manage.py serve_lmtp`: listens for mail that a mail server hands over by LMTP."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tickets.mail import lmtp

# Mails that are stored at once.
_HANDS = 4


class Command(BaseCommand):
    """Runs until it is asked to stop. A mail that it didn't answer for is the mail server's still."""

    help = "Take in mail by LMTP until asked to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "listen",
            nargs="?",
            default=settings.LMTP_LISTEN,
            help="host:port, or the path of a socket (default: LMTP_LISTEN)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, path = _place(options["listen"])
        try:
            asyncio.run(self._serve(host, port, path))
        except OSError as error:
            raise CommandError(f"Can't listen at {options['listen']}: {error}") from error

    async def _serve(self, host: str, port: int, path: str) -> None:
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        with ThreadPoolExecutor(_HANDS) as executor:
            handler = lmtp.Handler(domains=frozenset(settings.LMTP_DOMAINS), executor=executor)
            server = await lmtp.serve(handler, host=host, port=port, path=path)
            where = path or ":".join(map(str, server.sockets[0].getsockname()[:2]))
            self.stdout.write(f"Listening for LMTP at {where}")
            self.stdout.flush()
            await stop.wait()
            server.close()
        Path(path).unlink(missing_ok=True) if path else None


def _place(listen: str) -> tuple[str, int, str]:
    """Host, port and path of where to listen. Raises CommandError."""
    if "/" in listen:
        # One that a killed run left is in nobody's way.
        Path(listen).unlink(missing_ok=True)
        return "", 0, listen
    host, _colon, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise CommandError(f"{listen!r} is neither host:port nor the path of a socket.")
    return host.strip("[]"), int(port), ""

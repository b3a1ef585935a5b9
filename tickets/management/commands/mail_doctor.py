"""Looks whether mail goes out, is believed, and comes back; says in plain words what to mend."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tickets.mail.doctor import connection, journey, records
from tickets.mail.doctor.findings import Found, Level, doubtful
from tickets.mail.doctor.names import Names, NamesAwayError, SystemNames

_SIGNS = {Level.GOOD: "ok ", Level.DOUBTFUL: " ? ", Level.BAD: "BAD"}


class Command(BaseCommand):
    help = "Looks whether mail goes out, is believed, and comes back. Ends with 1 where something is to be mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="", help="send the letter there in place of to ourselves; then look at it")
        parser.add_argument("--wait", type=float, default=120.0, help="seconds to wait for the letter to come back")
        parser.add_argument("--no-letter", action="store_true", help="look at names and the server alone")

    def handle(self, *args: Any, **options: Any) -> None:
        worst = Level.GOOD
        for found in look(SystemNames(), to=options["to"], wait=options["wait"], letter=not options["no_letter"]):
            self.stdout.write(f"{_SIGNS[found.level]}  {found.about}: {found.words}")
            if found.mend:
                self.stdout.write(f"     → {found.mend}")
            if found.level == Level.BAD or (found.level == Level.DOUBTFUL and worst == Level.GOOD):
                worst = found.level
        if worst == Level.BAD:
            raise SystemExit(1)


def look(names: Names, *, to: str, wait: float, letter: bool) -> Iterator[Found]:
    """Everything, as it is found out: names first, then the server, then the letter."""
    sender = settings.SUPPORT_ADDRESS
    yield from _asked(lambda: [records.mail_servers(names, sender)])
    if settings.BOUNCE_ADDRESS:
        yield from _asked(lambda: [records.mail_servers(names, settings.BOUNCE_ADDRESS)])
    if not settings.EMAIL_PROVIDER:
        yield from _asked(lambda: [records.spf(names, settings.BOUNCE_ADDRESS or sender)])
        yield from _asked(lambda: [records.dkim(names, settings.DKIM, sender=sender)])
    yield from _asked(lambda: [records.dmarc(names, sender)])
    yield from _way_out(names)
    if letter:
        sent, mail_id = journey.send(to or sender)
        yield sent
        if mail_id and not to:
            yield from journey.wait_for(mail_id, seconds=wait)


def _way_out(names: Names) -> Iterator[Found]:
    if settings.EMAIL_PROVIDER:
        if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
            words = "The provider can't report bounces and complaints: EMAIL_WEBHOOK_SECRET isn't set."
            address = f"{settings.SITE_URL}/mail/events/{settings.EMAIL_PROVIDER}"
            yield doubtful(
                "Provider", words, f"Set it to user:password, and enter {address} with them at the provider."
            )
        return
    if not settings.SMTP_HOST:
        words = f"Mail goes nowhere: it is written to {settings.MAIL_DIR}."
        yield Found(Level.BAD, "Way out", words, "Set SMTP_HOST, or EMAIL_PROVIDER (docs/mail.md).")
        return
    yield from connection.look(settings.MAILERS["default"]["OPTIONS"])
    yield from _asked(lambda: records.reverse_names(names, settings.SMTP_HOST))


def _asked(look_up: Callable[[], list[Found]]) -> list[Found]:
    try:
        return look_up()
    except NamesAwayError as error:
        return [doubtful("Names", f"No name server answered: {error}", "Look at this machine's /etc/resolv.conf.")]

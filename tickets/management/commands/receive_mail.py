"""`manage.py receive_mail < message.eml`: what a mail server pipes an incoming mail into."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tickets.mail.actions import storing
from tickets.mail.doors import Envelope

# Postfix's pipe says so of a report's sender, unless it is told another word (pipe(8), null_sender).
_NOBODY = "MAILER-DAEMON"


class Command(BaseCommand):
    """Stores one mail from standard input.

    Exit status 75 (EX_TEMPFAIL) asks the mail server to try again later, whatever went wrong: with any other it would
    send the mail back to the customer. Says nothing when all is well: nobody may be listening, and the mail is stored.
    """

    help = "Take in one mail from standard input."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sender", help="whom failures go to, as the mail server heard it; empty for a report")
        parser.add_argument("--recipient", action="append", default=[], help="for whom it is; may be given often")
        parser.add_argument("--client", default="", help="the address of the machine that brought it to our server")
        parser.add_argument("--helo", default="", help="what that machine called itself")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raw = sys.stdin.buffer.read()
            if not raw.strip():
                raise ValueError("there is no mail on standard input")
            known = {name: options[name] for name in ("client", "helo")}
            sender = "" if options["sender"] == _NOBODY else options["sender"]
            envelope = Envelope(door="pipe", sender=sender, recipients=options["recipient"], **known)
            storing.store_email(raw=raw, envelope=envelope)
        except Exception as error:
            raise CommandError(f"The mail can't be stored: {error}", returncode=os.EX_TEMPFAIL) from error

"""`manage.py receive_mail < message.eml`: what a mail server pipes an incoming mail into."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tickets.mail.actions import storing


class Command(BaseCommand):
    """Stores one mail from standard input.

    Exit status 75 (EX_TEMPFAIL) asks the mail server to try again later, whatever went wrong: with any other it would
    send the mail back to the customer. Says nothing when all is well: nobody may be listening, and the mail is stored.
    """

    help = "Take in one mail from standard input."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            raw = sys.stdin.buffer.read()
            if not raw.strip():
                raise ValueError("there is no mail on standard input")
            storing.store_email(raw=raw)
        except Exception as error:
            raise CommandError(f"The mail can't be stored: {error}", returncode=os.EX_TEMPFAIL) from error

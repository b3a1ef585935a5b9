"""`manage.py receive_mail < message.eml`: what a mail server pipes an incoming mail into."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from tickets import actions


class Command(BaseCommand):
    """Reads one mail from standard input; exit status 75 (EX_TEMPFAIL) tells the mail server to try again later."""

    help = "Take in one mail from standard input."

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read()
        if not raw.strip():
            raise CommandError("There is no mail on standard input.", returncode=os.EX_NOINPUT)
        try:
            received = actions.receive_email(raw=raw)
        except DatabaseError as error:
            raise CommandError(str(error), returncode=os.EX_TEMPFAIL) from error
        self.stdout.write(" ".join(part for part in (received.outcome, received.reason, received.reference) if part))

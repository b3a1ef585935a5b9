"""`manage.py keep_mail_files`: keeps the files that wait in mails, rather than a thousand mails an hour.

Stopped, it goes on later with those that still wait.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tickets.files.kinds import FileRefusedError
from tickets.mail.actions import keeping
from tickets.models import StoredContent

_SAID_EVERY = 100


class Command(BaseCommand):
    help = "Keeps the files of mails that wait to be kept, those of years ago as well. The site may run meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, left = keeping.how_many_wait(), 0, []
        for message in keeping.waiting_messages():
            try:
                self._keep(message)
            except FileRefusedError as error:
                raise CommandError(
                    f"The storage is full or doesn't answer. {done} of {total} mails are done; run it again later."
                ) from error
            except Exception as error:  # of one mail that can't be read, all others are kept
                left.append(message)
                self.stderr.write(f"Message {message}: {type(error).__name__}")
            else:
                done += 1
            if not (done + len(left)) % _SAID_EVERY:
                self.stderr.write(f"{done + len(left)} of {total} mails")
        self.stdout.write(f"Files of {done} mails are kept.{f' {len(left)} mails still wait.' if left else ''}")

    def _keep(self, message: int) -> None:
        try:
            keeping.keep_files(message_id=message, now=timezone.now())
        except StoredContent.DoesNotExist:
            # Deleted by somebody else at this very moment; now it is kept anew.
            keeping.keep_files(message_id=message, now=timezone.now())

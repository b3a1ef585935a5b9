"""`manage.py pack_mail`: packs all raw mail that was read, rather than a stretch a night. Stopped, it goes on later."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tickets.mail.actions import packing


class Command(BaseCommand):
    help = "Packs raw mail that was read and is older than a day. The site may run meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while done := packing.pack_some(now=timezone.now()):
            total += done
            self.stdout.write(f"{total} mails are packed.")
        self.stdout.write("All mail that was read is packed.")

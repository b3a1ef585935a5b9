"""A form that is sent twice: one press after the other, and a file that came late goes onto the first ticket."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from tickets.actions.writing import add_customer_message
from tickets.models import Message, StoredFile, Ticket


def take_turn(name: str) -> None:
    """Whoever else took this name comes afterwards, at the end of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def add_late_files(ticket: Ticket, files: Iterable[StoredFile], now: datetime) -> None:
    """Those of the files that the ticket doesn't have yet; a second press brings the same ones again."""
    there = set(StoredFile.objects.filter(attachment__message__ticket=ticket).values_list("digest", flat=True))
    if more := [file for file in files if file.digest not in there]:
        add_customer_message(ticket=ticket, body="", channel=Message.Channel.FORM, files=more, now=now)

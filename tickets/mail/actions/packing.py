"""Packs raw mail that was read, a stretch at a time: stopped anywhere, it goes on with what isn't packed yet."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Length

from tickets.mail import packed
from tickets.models import IncomingEmail, OriginalMail

# Until then a mail may be read once more, joined by hand or looked at; later hardly anybody asks for it.
_IN_USE = timedelta(days=1)
_AT_ONCE, _BYTES_AT_ONCE = 500, 200 * 1024 * 1024


def pack_some(*, now: datetime) -> int:
    """Pack the oldest mails that aren't, 500 or 200 MiB of them at most; returns how many there were.

    Each has a transaction of its own, and one that somebody has in hand is left for the next time.
    """
    rows = OriginalMail.objects.filter(is_packed=False, incoming__received_at__lt=now - _IN_USE)
    rows = rows.exclude(incoming__outcome=IncomingEmail.Outcome.RECEIVED)
    left, done = _BYTES_AT_ONCE, 0
    for key, size in rows.order_by("pk").values_list("pk", Length("content"))[:_AT_ONCE]:
        left -= size
        if left < 0 and done:
            break
        done += _pack(key)
    return done


@transaction.atomic
def _pack(key: int) -> bool:
    row = OriginalMail.objects.select_for_update(skip_locked=True).filter(pk=key, is_packed=False).first()
    if row is None:
        return False
    row.content, row.is_packed = packed.pack(row.raw), True
    row.save(update_fields=["content", "is_packed"])
    return True

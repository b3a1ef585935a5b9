"""Members whose packet nobody has sent on are told, once."""

from datetime import datetime

from django.db import transaction

from messenger.packets import mail_tasks
from messenger.packets.models import Packet

_BATCH = 200


def remind(*, now: datetime) -> int:
    """Have everybody told whose packet has waited long enough; how many there were."""
    told = 0
    while some := _remind_some(now):
        told += some
    return told


@transaction.atomic
def _remind_some(now: datetime) -> int:
    rows = list(Packet.objects.untold(now).order_by("pk").select_for_update(of=("self",), skip_locked=True)[:_BATCH])
    for row in rows:
        row.told_at = now
        row.save(update_fields=["told_at"])
        mail_tasks.tell_unsent.defer(packet_id=row.pk)
    return len(rows)

"""Several tickets go into one, a merge for each of them, and come back together: all of it or nothing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets.actions import recording
from tickets.merging.actions.joining import merge
from tickets.merging.actions.parting import undo
from tickets.models import Merge, Ticket


@transaction.atomic
def merge_several(
    *, sources: Iterable[Ticket], target: Ticket, author: User, confirmed: bool, tell: bool, now: datetime
) -> list[Merge]:
    """Merge each of `sources` into `target`, as `merge` does one. Raises TicketRefusedError, and then none is."""
    rows = sorted(sources, key=lambda row: row.pk)
    recording.lock_all(*rows, target)
    said = {"author": author, "confirmed": confirmed, "tell": tell, "now": now}
    return [merge(source=row, target=target, **said) for row in rows]  # type: ignore[arg-type]


@transaction.atomic
def undo_together(*, merge: Merge, author: User, now: datetime) -> list[Merge]:
    """Take back all that were made together with this merge, the newest first. Raises TicketRefusedError."""
    made = Merge.objects.made_with(merge).select_related("source", "target").order_by("-pk")
    recording.lock_all(merge.target, *(each.source for each in made))
    return [undo(merge=each, author=author, now=now) for each in made]

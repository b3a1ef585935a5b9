"""What waits to be sent by the form: kept without its secrets, taken up again, and forgotten with its files."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Visitor
from tickets.enterprise.actions import claims_of, holder_of
from tickets.files import actions as stored
from tickets.models import RequestDraft
from web.actions import take
from web.network import Networks
from web.secrets import mask

# A draft with more isn't kept; each field of the form takes less.
LONGEST_DRAFT = 40_000


def begin(*, visitor: Visitor | None, networks: Networks, now: datetime) -> None:
    """Count that a draft is kept. Raises TooOftenError past the limit."""
    take(claims_of("start", visitor, networks, visit=visitor.pk if visitor else ""), now=now)


@transaction.atomic
def keep(*, visitor: Visitor, submission: UUID, typed: Mapping[str, str | list[str]], now: datetime) -> bool:
    """Keep what was typed, without its secrets, for this visit and its customer; False for more than is kept."""
    if sum(len(value) for value in _texts(typed)) > LONGEST_DRAFT:
        return False
    kept = {name: _masked(value) for name, value in typed.items()}
    RequestDraft.objects.update_or_create(
        visitor=visitor,
        submission=submission,
        defaults={"typed": kept, "updated_at": now},
        create_defaults={"typed": kept, "created_at": now, "updated_at": now},
    )
    return True


@transaction.atomic
def discard(*, visitor: Visitor, submission: UUID) -> None:
    """Forget a draft of theirs with its files; one that isn't there is no error."""
    drafts = RequestDraft.objects.visible_to(visitor).filter(submission=submission)
    forget_drafts(keys=list(drafts.values_list("pk", flat=True)))


def forget_drafts(*, keys: Sequence[int]) -> Counter[str]:
    """Delete these drafts and the files that wait with them, in the caller's transaction; rows by the model's label."""
    drafts = RequestDraft.objects.filter(pk__in=keys)
    submissions = list(drafts.values_list("submission", flat=True))
    gone, _by_model = drafts.delete()
    # The same form may wait for another visit, too.
    still = set(RequestDraft.objects.filter(submission__in=submissions).values_list("submission", flat=True))
    for submission in set(submissions) - still:
        stored.drop_all(holder=holder_of(submission))
    return Counter({RequestDraft._meta.label: gone} if gone else {})


def _texts(typed: Mapping[str, str | list[str]]) -> Iterable[str]:
    for value in typed.values():
        yield from [value] if isinstance(value, str) else value


def _masked(value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [mask(each.replace("\0", "")).text for each in value]
    return mask(value.replace("\0", "")).text

"""Gathers the gaps anew, and notes what staff decide about them. Nothing else writes them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from helpcenter.models import SearchedPhrase, Translation
from messenger.fin.models import FinAnswer
from messenger.gaps.clustering import central, grouped, middle
from messenger.gaps.gathering import WORDS, Asked, nearest_section, packed, unanswered, units, with_vectors
from messenger.gaps.models import Gap, GapQuestion

TASK = "messenger.gather_gaps"
# Measured with the even half of bench/fin: four of five questions together have the same article as their answer. What
# has the mean of a group within its bound belongs there in 85 of 100 cases (the odd half).
_NEAR, _NEAR_KNOWN = 0.4, 0.5
# Two texts of the same length that share half of their words.
_NEAR_BY_WORDS = 0.5
# Of so many gaps, the largest, it is looked whether the library has something near.
MOST_COMPARED = 200
# A decision that nothing was near to for so long is forgotten.
_DISMISSED_FOR = timedelta(days=730)
_COUNTED = (
    *("space", "middle", "nothing", "unhelped", "searched", "conversations", "times", "locales"),
    *("first_at", "last_at", "nearest", "gathered_at"),
)


@dataclass(frozen=True, slots=True)
class _Group:
    """A gap that is there or a new one, with its questions from the middle outwards."""

    gap: Gap
    questions: Sequence[Asked]


def line_up() -> bool:
    """Enqueue a look, unless one waits already; whether it was."""
    if ProcrastinateJob.objects.filter(queueing_lock=TASK, status="todo").exists():
        return False
    app.configure_task(TASK, queueing_lock=TASK, lock=TASK).defer()
    return True


def gather(*, now: datetime) -> int:
    """Look at what found no answer lately and put it in groups; how many there are. Not in a request: it takes seconds.

    A gap keeps its row, and what was decided about it, as long as questions are near to it.
    """
    asked = with_vectors(unanswered(now))
    gaps = list(Gap.objects.all())
    groups = [each for space in {each.space for each in asked} for each in _in_groups(asked, gaps, space, now)]
    for each in sorted(groups, key=lambda group: -group.gap.times)[:MOST_COMPARED]:
        each.gap.nearest = nearest_section(each.questions[0])
    _store(groups, now)
    return len(groups)


def _in_groups(asked: Sequence[Asked], gaps: Sequence[Gap], space: str, now: datetime) -> list[_Group]:
    mine = [each for each in asked if each.space == space]
    known = [gap for gap in gaps if gap.space == space]
    vectors = units([each.vector for each in mine])
    weights = np.array([each.times for each in mine], np.float32)
    near = (_NEAR_BY_WORDS, _NEAR_BY_WORDS) if space == WORDS else (_NEAR, _NEAR_KNOWN)
    found = grouped(vectors, weights, units([bytes(gap.middle) for gap in known]), near=near[0], near_known=near[1])
    groups = []
    for number in np.unique(found.of).tolist():
        rows = np.flatnonzero(found.of == number)
        gap = known[number] if number < len(known) else Gap(space=space)
        centre = middle(vectors[rows], weights[rows])
        if gap.dismissed_at is None:
            gap.middle = packed(centre)
        ordered = [mine[int(rows[at])] for at in central(vectors[rows], centre)]
        _count(gap, ordered, now)
        groups.append(_Group(gap, ordered))
    return groups


def _count(gap: Gap, questions: Sequence[Asked], now: datetime) -> None:
    sums: Counter[str] = Counter()
    for each in questions:
        sums[each.kind] += each.times
    gap.nothing, gap.unhelped, gap.searched = sums["nothing"], sums["unhelped"], sums["searched"]
    gap.times = sum(sums.values())
    gap.conversations = len({each.conversation for each in questions} - {None})
    languages = Counter({each.locale: 0 for each in questions})
    for each in questions:
        languages[each.locale] += each.times
    gap.locales = [locale for locale, _times in languages.most_common()]
    gap.first_at = min(each.first_at for each in questions)
    gap.last_at = max(each.last_at for each in questions)
    gap.gathered_at = now


@transaction.atomic
def _store(groups: Sequence[_Group], now: datetime) -> None:
    """Put the groups in place. A question that is being deleted just now is left to whoever deletes it."""
    Gap.objects.bulk_create([group.gap for group in groups if group.gap.pk is None])
    Gap.objects.bulk_update([group.gap for group in groups if group.gap.gathered_at == now], _COUNTED, batch_size=500)
    held = {
        (row.phrase_id is not None, row.phrase_id or row.answer_id or 0): row
        for row in GapQuestion.objects.select_for_update(skip_locked=True).order_by("pk")
    }
    wanted = {each.name: (group.gap, place, each) for group in groups for place, each in enumerate(group.questions)}
    GapQuestion.objects.filter(pk__in=[row.pk for name, row in held.items() if name not in wanted]).delete()
    changed = [row for name, row in held.items() if name in wanted and _is_another(row, *wanted[name])]
    GapQuestion.objects.bulk_update(changed, ["gap", "place", "times", "locale", "vector"], batch_size=500)
    _add([wanted[name] for name in wanted if name not in held])
    empty = Gap.objects.filter(questions=None)
    empty.filter(dismissed_at=None).delete()
    empty.filter(dismissed_at__lt=now - _DISMISSED_FOR).delete()


def _is_another(row: GapQuestion, gap: Gap, place: int, each: Asked) -> bool:
    """Whether the row has to change, and changes it so."""
    before = (row.gap_id, row.place, row.times, row.locale, bytes(row.vector))
    row.gap, row.place, row.times, row.locale, row.vector = gap, place, each.times, each.locale, each.vector
    return before != (gap.pk, place, each.times, each.locale, each.vector)


def _add(rows: Sequence[tuple[Gap, int, Asked]]) -> None:
    """What somebody has deleted meanwhile is left out."""
    answers = set(
        FinAnswer.objects.filter(pk__in=[each.key for _gap, _place, each in rows if not each.is_search]).values_list(
            "pk", flat=True
        )
    )
    phrases = set(
        SearchedPhrase.objects.filter(pk__in=[each.key for _gap, _place, each in rows if each.is_search]).values_list(
            "pk", flat=True
        )
    )
    GapQuestion.objects.bulk_create(
        [
            GapQuestion(
                gap=gap,
                answer_id=None if each.is_search else each.key,
                phrase_id=each.key if each.is_search else None,
                place=place,
                times=each.times,
                locale=each.locale,
                vector=each.vector,
            )
            for gap, place, each in rows
            if each.key in (phrases if each.is_search else answers)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


def dismiss(*, gap: Gap, staff: User, now: datetime) -> None:
    """Put aside what is nothing to write about; questions that are near to it stay aside with it."""
    Gap.objects.filter(pk=gap.pk, dismissed_at=None).update(dismissed_at=now, dismissed_by=staff)


def restore(*, gap: Gap) -> None:
    """Take back that it was put aside."""
    Gap.objects.filter(pk=gap.pk).update(dismissed_at=None, dismissed_by=None)


def mark_written(*, gap: Gap, translation: Translation, now: datetime) -> None:
    """Note the article that was written about it; the caller's transaction. It comes back when it is asked again."""
    Gap.objects.filter(pk=gap.pk).update(translation=translation, written_at=now, dismissed_at=None, dismissed_by=None)

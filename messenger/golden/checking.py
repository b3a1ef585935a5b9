"""What a change of the library does to golden questions: each near one is asked as things are, and as they would be.

Near is what expects one of the articles, or finds it among its first. Reads only; what would be is rolled back.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpcenter.actions.rehearsing import Change, rehearsed
from helpcenter.publication_checks import Line, Report, Trouble
from helpcenter.search.finding import library_in
from helpcenter.search.index import Library
from helpcenter.search.standing_in import briefly
from messenger.fin.evaluation import Asked, ask
from messenger.golden.models import GoldenQuestion
from messenger.golden.words import did, did_words, titles_of, wanted_words

# So many of the first articles of a question are looked at; Fin shows three, and judges by the fourth.
_FIRST = 5
# Seconds beyond the end in which what was asked of the change is asked of the present as well.
_GRACE = 1.0
# More questions than these aren't even compared with the article.
_MOST_KNOWN = 5_000


class GoldenCheck:
    """See helpcenter.publication_checks."""

    def look_at(self, changes: Sequence[Change], until: float) -> Report:
        began = time.monotonic()
        questions = list(GoldenQuestion.objects.asked()[:_MOST_KNOWN])
        if not questions:
            return Report()
        with briefly():
            before, after, near, is_all = _both(questions, changes, until)
        ended = [(before[row.pk], after[row.pk], row) for row in near if row.pk in after]
        titles = titles_of(was.case for was, _would, _row in ended)
        changed = [
            (would.wholly_right, _line(row, was, would, titles))
            for was, would, row in ended
            if was.wholly_right != would.wholly_right
        ]
        return Report(
            known=len(questions),
            near=len(near),
            asked=len(ended),
            worse=[line for right, line in changed if not right],
            better=[line for right, line in changed if right],
            seconds=time.monotonic() - began,
            trouble=Trouble.NONE if is_all and len(ended) == len(near) else Trouble.TIME,
        )


def _both(
    questions: Sequence[GoldenQuestion], changes: Sequence[Change], until: float
) -> tuple[dict[int, Asked], dict[int, Asked], list[GoldenQuestion], bool]:
    """By key what Fin does before and after, of as many as there is time for; the near ones; and if these are all."""
    now = [library_in(locale) for locale in sorted({change.translation.locale for change in changes})]
    numbers = {change.number for change in changes}
    expecting = [row for row in questions if numbers & {*row.numbers}]
    others = [row for row in questions if not numbers & {*row.numbers}]
    with rehearsed(changes) as libraries:
        # Half of the time, as they are asked once more outside.
        half = _between(time.monotonic(), until, 1 / 2)
        after = dict(_asked(expecting, half))
        found, is_all = _near(others, numbers, [*now, *libraries.values()], _between(time.monotonic(), half, 1 / 2))
        after |= dict(_asked(found, half))
    near = expecting + found
    before = dict(_asked([row for row in near if row.pk in after], until + _GRACE))
    return before, {key: asked for key, asked in after.items() if key in before}, near, is_all


def _between(start: float, end: float, part: float) -> float:
    return start + (end - start) * part


def _near(
    questions: Sequence[GoldenQuestion], numbers: set[int], libraries: Sequence[Library], until: float
) -> tuple[list[GoldenQuestion], bool]:
    """Those that find one of the articles, and whether there was time to look at all."""
    # What found it the last time is likeliest to.
    ordered = sorted(questions, key=lambda row: not numbers & {*row.did.get("shown", [])})
    found: list[GoldenQuestion] = []
    for row in ordered:
        if time.monotonic() > until:
            return found, False
        if any(numbers & _first(library, row.text) for library in libraries):
            found.append(row)
    return found, True


def _first(library: Library, question: str) -> set[int]:
    found = library.ask(question).best_articles(_FIRST)
    return {int(library.numbers[each.row]) for each in found}


def _asked(rows: Iterable[GoldenQuestion], until: float) -> Iterator[tuple[int, Asked]]:
    for row in rows:
        if time.monotonic() > until:
            return
        yield row.pk, ask(row.case)


def _line(row: GoldenQuestion, was: Asked, would: Asked, titles: Mapping[int, str]) -> Line:
    return Line(row.text, row.locale, wanted_words(was.case, titles), did_words(did(was)), did_words(did(would)))

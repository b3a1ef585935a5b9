"""Fin's setup as a running process knows it: read at most once a second, never in a page's own time. Reads only."""

from django.db import connection

from helpcenter.reading.stamps import StampReader
from messenger.fin.deciding import Thresholds
from messenger.fin.setup.models import FinSettings, FinWords
from messenger.fin.setup.values import Setup, Words


def read_setup() -> Setup:
    """As the rows say it now; without rows as Fin was measured. Three queries."""
    row = FinSettings.objects.first()
    words = {each.locale: Words(each.name, each.greeting) for each in FinWords.objects.all()}
    if row is None:
        return Setup(words=words)
    return Setup(
        on=row.on,
        off_for=frozenset(row.off_for),
        thresholds=_thresholds(row),
        words=words,
        to_people=frozenset(row.topics.values_list("pk", flat=True)),
    )


def _thresholds(row: FinSettings) -> Thresholds:
    """What is empty is as measured; and a measured limit never stands above one that staff set."""
    usual = Thresholds()
    answer = usual.answer if row.answer_from is None else row.answer_from / 100
    nothing = usual.nothing if row.nothing_below is None else row.nothing_below / 100
    return Thresholds(
        answer=max(answer, nothing) if row.answer_from is None else answer,
        nothing=min(answer, nothing) if row.nothing_below is None else nothing,
        near=usual.near,
        same_question=usual.same_question if row.same_question is None else row.same_question,
    )


def _read_and_give_back() -> Setup:
    try:
        return read_setup()
    finally:
        connection.close()


# Longer than pages wait for a stamp: what was switched off must not be shown to the first who comes.
_reader = StampReader(_read_and_give_back, longest_wait=2.0)


def current() -> Setup:
    """The setup, at most about a second old; while the database is away the last one known."""
    return _reader.current() or Setup()

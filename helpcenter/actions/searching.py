"""Counting what people search for. Keeps no person, no network and no time of day."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from helpcenter.models import OpenedResult, SearchedPhrase
from helpcenter.search.searched import searched

# Two years show each season twice.
KEPT = timedelta(days=730)


def note_search(*, query: str, locale: str, place: str, found: int, day: date) -> None:
    """One more search of these words; what could say something of a person isn't kept."""
    words = searched(query)
    if words:
        SearchedPhrase.objects.bulk_create(
            [SearchedPhrase(day=day, locale=locale, place=place, words=words, asked=0, found=found)],
            update_conflicts=True,
            unique_fields=["day", "locale", "place", "words"],
            update_fields=["found"],
        )
        _phrase(words, locale, place, day).update(asked=F("asked") + 1)


@transaction.atomic
def note_opened(*, query: str, locale: str, place: str, number: int, day: date) -> None:
    """A result of that search was opened; of a search that wasn't counted today, nothing is kept."""
    phrase = _phrase(searched(query), locale, place, day).select_for_update().first()
    if phrase is None or phrase.opened >= phrase.asked * phrase.found:
        return  # more presses than there were results are nobody's reading
    SearchedPhrase.objects.filter(pk=phrase.pk).update(opened=F("opened") + 1)
    result, made = OpenedResult.objects.get_or_create(phrase=phrase, number=number)
    if not made:
        OpenedResult.objects.filter(pk=result.pk).update(times=F("times") + 1)


def forget_old_searches(*, today: date) -> int:
    """Deletes what is older than KEPT; how many phrases went."""
    return SearchedPhrase.objects.filter(day__lt=today - KEPT).delete()[0]


def _phrase(words: str, locale: str, place: str, day: date) -> QuerySet[SearchedPhrase]:
    return SearchedPhrase.objects.filter(day=day, locale=locale, place=place, words=words)

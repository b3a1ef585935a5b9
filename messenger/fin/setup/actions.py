"""Changes Fin's setup, and keeps every version of it. Nothing else writes it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from messenger.fin.setup.models import FinSettings, FinSettingsVersion, FinWords
from messenger.fin.setup.values import Words
from tickets.models import Topic

NUMBERS = ("answer_from", "nothing_below", "same_question")


@transaction.atomic
def change_setup(
    *,
    on: bool,
    off_for: Collection[str],
    numbers: Mapping[str, int | None],
    words: Mapping[str, Words],
    topics: Iterable[Topic],
    by: User | None = None,
    now: datetime,
) -> FinSettingsVersion | None:
    """Fin is like this from now on; the version that it makes, or None where nothing is other than before.

    `words` by language: those that aren't among them stay, and empty ones go. Percents in `numbers` are whole.
    """
    FinSettings.objects.get_or_create(pk=1)
    row = FinSettings.objects.select_for_update().get(pk=1)
    row.on, row.off_for = on, sorted(off_for)
    for name in NUMBERS:
        setattr(row, name, numbers[name])
    row.save()
    row.topics.set(topics)
    for locale, said in words.items():
        if said == Words():
            FinWords.objects.filter(locale=locale).delete()
        else:
            told = {"name": said.name, "greeting": said.greeting}
            FinWords.objects.update_or_create(locale=locale, defaults=told)
    return _keep_version(row, by, now)


def _keep_version(row: FinSettings, by: User | None, now: datetime) -> FinSettingsVersion | None:
    newest, content = FinSettingsVersion.objects.first(), _content_of(row)
    if content == (newest.content if newest else _content_of(None)):
        return None
    number = newest.number + 1 if newest else 1
    return FinSettingsVersion.objects.create(number=number, content=content, made_by=by, created_at=now)


def _content_of(row: FinSettings | None) -> dict[str, Any]:
    """Everything that the rows say, as plain values; None is as it was before anybody changed anything."""
    row = row or FinSettings()
    return {
        "on": row.on,
        "off_for": list(row.off_for),
        **{name: getattr(row, name) for name in NUMBERS},
        "topics": sorted(row.topics.values_list("slug", flat=True)) if row.pk else [],
        "words": {
            each.locale: {"name": each.name, "greeting": each.greeting}
            for each in FinWords.objects.order_by("locale")
            if row.pk
        },
    }

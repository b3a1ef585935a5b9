"""Makes topics. The only place besides the admin that writes them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tickets.actions.versions import keep_version
from tickets.models import FieldText, Topic, TopicField, TopicText


@transaction.atomic
def load_topics(shipped: Iterable[dict[str, Any]]) -> int:
    """Makes those of the shipped topics that are missing, and says how many; what staff changed stays.

    A topic that is still called what it was shipped as gets its names for mail, where it has none in a language.
    """
    entries = list(shipped)
    known = {topic.slug: topic for topic in Topic.objects.prefetch_related("texts")}
    missing = [entry for entry in entries if entry["slug"] not in known]
    for entry in missing:
        make_topic(entry)
    for entry in entries:
        topic = known.get(entry["slug"])
        if topic is not None and topic.own_label("en") == entry["texts"].get("en", {}).get("label"):
            _name_in_mail(topic, entry)
    return len(missing)


def _name_in_mail(topic: Topic, entry: dict[str, Any]) -> None:
    have = {text.locale for text in topic.texts.all()}
    names = {locale: label for locale, label in entry.get("in_mail", {}).items() if locale not in have}
    TopicText.objects.bulk_create(TopicText(topic=topic, locale=locale, label=label) for locale, label in names.items())
    if names:
        keep_version(topic=topic, now=timezone.now())


def make_topic(entry: dict[str, Any]) -> Topic:
    """One topic with its words and fields."""
    plain = {key: entry[key] for key in ("slug", "kind", "product", "article", "order")}
    plain["about"] = entry.get("about", "")
    optional = ("plans", "organisation_roles", "console_roles", "not_logged_in", "steps_first")
    topic = Topic.objects.create(**plain, **{key: entry[key] for key in optional if key in entry})
    for locale, text in entry["texts"].items():
        TopicText.objects.create(topic=topic, locale=locale, **text)
    for locale, label in entry.get("in_mail", {}).items():
        TopicText.objects.create(topic=topic, locale=locale, label=label)
    for order, row in enumerate(entry["fields"], start=1):
        field = TopicField.objects.create(
            topic=topic,
            key=row["key"],
            kind=row["kind"],
            required=row["required"],
            proof=row["proof"],
            method=row.get("method", ""),
            on_behalf=row.get("on_behalf", False),
            order=order,
        )
        for locale, text in row["texts"].items():
            choices = "\n".join(text.pop("choices", []))
            FieldText.objects.create(field=field, locale=locale, choices=choices, **text)
    keep_version(topic=topic, now=timezone.now())
    return topic


@transaction.atomic
def write_words(
    *, topic: Topic, words: dict[str, dict[str, str]], of_fields: dict[int, dict[str, dict[str, str]]]
) -> None:
    """The words of a topic and its fields, by language; a language without a label has none."""
    for locale, text in words.items():
        _write(TopicText.objects.filter(topic=topic, locale=locale), TopicText(topic=topic, locale=locale), text)
    for field, languages in of_fields.items():
        for locale, text in languages.items():
            rows = FieldText.objects.filter(field=field, locale=locale)
            _write(rows, FieldText(field_id=field, locale=locale), text)


def _write(rows: QuerySet[Any], new: TopicText | FieldText, text: dict[str, str]) -> None:
    if not text["label"]:
        rows.delete()
    elif not rows.update(**text):
        for name, value in text.items():
            setattr(new, name, value)
        new.save()

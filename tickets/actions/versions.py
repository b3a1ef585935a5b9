"""Keeps the versions of topics. Nothing else writes them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tickets.models import Topic, TopicField, TopicVersion

_OWN = (
    *("slug", "kind", "about", "product", "plans", "organisation_roles", "console_roles", "not_logged_in", "article"),
    *("steps_first", "proof_needed", "priority", "order", "active"),
)
_OF_FIELD = ("kind", "required", "proof", "method", "on_behalf", "order")


def keep_version(*, topic: Topic, by: User | None = None, now: datetime) -> TopicVersion:
    """The version that the topic's rows are now: the newest one, or a new one where they differ from it."""
    newest = topic.versions.first()
    if newest is not None and newest.content == content_of(topic):
        return newest
    with transaction.atomic():
        # Those that open tickets meanwhile point to the row, and needn't wait.
        locked = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
        newest, content = locked.versions.first(), content_of(locked)
        if newest is not None and newest.content == content:
            return newest
        number = newest.number + 1 if newest else 1
        return TopicVersion.objects.create(topic=locked, number=number, content=content, made_by=by, created_at=now)


def content_of(topic: Topic) -> dict[str, Any]:
    """Everything about the topic that its rows say, as plain values. The rows are read anew."""
    fields = TopicField.objects.filter(topic=topic).prefetch_related("texts")
    return {
        **{name: getattr(topic, name) for name in _OWN},
        "team": topic.team.name if topic.team else "",
        "texts": {
            text.locale: {"label": text.label, "description": text.description, "steps": _lines(text.steps)}
            for text in topic.texts.order_by("pk")
        },
        "fields": {field.key: _field(field) for field in fields},
    }


def _field(field: TopicField) -> dict[str, Any]:
    texts = {
        text.locale: {"label": text.label, "hint": text.hint, "choices": _lines(text.choices)}
        for text in field.texts.all()
    }
    return {**{name: getattr(field, name) for name in _OF_FIELD}, "texts": texts}


def _lines(text: str) -> str:
    """As it reads, however its lines end."""
    return text.replace("\r\n", "\n")

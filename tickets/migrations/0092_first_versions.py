"""Topics get their first version, and their tickets keep it; a stretch of keys at a time, beside the running site."""

from typing import ClassVar

from django.db import migrations

_STRETCH = 5_000
_OWN = (
    *("slug", "kind", "about", "product", "plans", "organisation_roles", "console_roles", "not_logged_in", "article"),
    *("steps_first", "proof_needed", "priority", "order", "active"),
)
_OF_FIELD = ("kind", "required", "proof", "method", "on_behalf", "order")
FILL = """
    UPDATE tickets_ticket ticket SET topic_version_id = version.id FROM tickets_topicversion version
    WHERE version.topic_id = ticket.topic_id AND version.number = 1
      AND ticket.topic_version_id IS NULL AND ticket.id >= %s AND ticket.id < %s
"""


def _words(texts, names):
    return {text.locale: {name: getattr(text, name).replace("\r\n", "\n") for name in names} for text in texts.order_by("pk")}


def _content(topic):
    fields = topic.fields.order_by("order", "pk")
    return {
        **{name: getattr(topic, name) for name in _OWN},
        "team": topic.team.name if topic.team else "",
        "texts": _words(topic.texts, ("label", "description", "steps")),
        "fields": {
            field.key: {
                **{name: getattr(field, name) for name in _OF_FIELD},
                "texts": _words(field.texts, ("label", "hint", "choices")),
            }
            for field in fields
        },
    }


def fill(apps, schema_editor):
    version = apps.get_model("tickets", "TopicVersion").objects
    for topic in apps.get_model("tickets", "Topic").objects.exclude(versions__number=1):
        version.create(topic=topic, number=1, content=_content(topic))
    newest = apps.get_model("tickets", "Ticket").objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with schema_editor.connection.cursor() as cursor:
        for first in range(1, newest + 1, _STRETCH):
            cursor.execute(FILL, [first, first + _STRETCH])


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("tickets", "0091_versions_of_topics")]

    operations: ClassVar = [migrations.RunPython(fill, migrations.RunPython.noop)]

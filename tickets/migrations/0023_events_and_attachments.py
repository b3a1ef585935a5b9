"""What happened on a ticket, and the files of its messages, become rows of their own; moved by SQL, both ways."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A line of the proof has its label beside its name now; that nobody was named as nobody goes.
MOVE = """
INSERT INTO tickets_ticketevent (ticket_id, kind, arguments, author_id, author_name, created_at)
SELECT ticket_id, event,
    CASE WHEN event = 'unassigned' THEN '{}'::jsonb
         WHEN event LIKE 'proof%' AND NOT arguments ? 'label'
             THEN arguments || jsonb_build_object('label', arguments -> 'item')
         ELSE arguments END,
    author_id, author_name, created_at
FROM tickets_message WHERE kind = 'event' ORDER BY created_at, id;

DELETE FROM tickets_message WHERE kind = 'event';

INSERT INTO tickets_attachment (message_id, position, name, content_type, size, mail_part)
SELECT message.id, file.place - 1, left(file.facts ->> 'name', 200), left(coalesce(file.facts ->> 'type', ''), 200),
    coalesce((file.facts ->> 'size')::bigint, 0), file.place - 1
FROM tickets_message message CROSS JOIN LATERAL jsonb_array_elements(message.attachments)
    WITH ORDINALITY AS file(facts, place)
WHERE message.attachments <> '[]'::jsonb;

SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""
BACK = """
INSERT INTO tickets_message
    (ticket_id, kind, channel, author_id, author_name, body, quoted, attachments, event, arguments, mail_id, created_at)
SELECT ticket_id, 'event', 'admin', author_id, author_name, '', '', '[]'::jsonb, kind, arguments, '', created_at
FROM tickets_ticketevent ORDER BY created_at, id;

UPDATE tickets_message message SET attachments = files.facts
FROM (
    SELECT message_id, jsonb_agg(
        jsonb_build_object('name', name, 'type', content_type, 'size', size) ORDER BY position
    ) AS facts
    FROM tickets_attachment GROUP BY message_id
) files
WHERE files.message_id = message.id;

SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tickets", "0022_no_words_for_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="message", name="tickets_message_is_text_or_event"),
        migrations.RemoveConstraint(model_name="message", name="tickets_message_channel_fits_kind"),
        migrations.CreateModel(
            name="TicketEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("arguments", models.JSONField(blank=True, default=dict)),
                ("author_name", models.CharField(blank=True, max_length=200, verbose_name="author’s name")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="happened"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["created_at", "id"],
                "indexes": [models.Index(fields=["ticket", "created_at"], name="tickets_event_thread")],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("content_type", models.CharField(blank=True, max_length=200, verbose_name="content type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("mail_part", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        # Its own name once the words that stood there are gone, below.
                        related_name="+",
                        to="tickets.message",
                        verbose_name="message",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "position"), name="tickets_attachment_place_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(MOVE, BACK),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                name="tickets_message_channel_fits_kind",
                condition=models.Q(("channel__in", ["messenger", "email"]), ("kind", "customer"))
                | models.Q(("channel", "admin"), ("kind__in", ["reply", "note"])),
            ),
        ),
        migrations.RemoveField(model_name="message", name="event"),
        migrations.RemoveField(model_name="message", name="arguments"),
        migrations.RemoveField(model_name="message", name="attachments"),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[("customer", "from the customer"), ("reply", "reply"), ("note", "internal note")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="message",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="tickets.message",
                verbose_name="message",
            ),
        ),
    ]

"""A conversation keeps the ticket it became as a key, not as words; filled by SQL before the words go."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

# The first ticket of the conversation; where only its reference leads there, the first of that one's chain.
FILL = """
UPDATE messenger_conversation conversation SET ticket_id = ticket.id
FROM tickets_ticket ticket
WHERE ticket.conversation_reference = conversation.reference AND ticket.follows_id IS NULL;

UPDATE messenger_conversation conversation SET ticket_id = coalesce(ticket.root_id, ticket.id)
FROM tickets_ticket ticket
WHERE conversation.ticket_id IS NULL AND ticket.reference = conversation.ticket_reference
    AND NOT EXISTS (
        SELECT 1 FROM messenger_conversation other WHERE other.ticket_id = coalesce(ticket.root_id, ticket.id)
    );

-- A ticket that somebody deleted is nowhere to go on: such a conversation has ended.
UPDATE messenger_conversation SET stage = 'resolved' WHERE stage = 'handed_over' AND ticket_id IS NULL;

SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""
BACK = """
UPDATE messenger_conversation conversation SET ticket_reference = ticket.reference
FROM tickets_ticket ticket WHERE ticket.id = conversation.ticket_id;

UPDATE tickets_ticket ticket SET conversation_reference = conversation.reference
FROM messenger_conversation conversation WHERE conversation.ticket_id = coalesce(ticket.root_id, ticket.id);

SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("messenger", "0020_topics_move_out"),
        ("tickets", "0021_keys_for_topics_and_chains"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="conversation", name="messenger_handed_over_has_ticket"),
        migrations.AddField(
            model_name="conversation",
            name="ticket",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversations",
                to="tickets.ticket",
                verbose_name="ticket",
            ),
        ),
        migrations.RunSQL(FILL, BACK),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                name="messenger_handed_over_has_ticket",
                condition=~models.Q(("stage", "handed_over")) | models.Q(("ticket__isnull", False)),
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(fields=("ticket",), name="messenger_one_conversation_per_ticket"),
        ),
        migrations.RemoveField(model_name="conversation", name="ticket_reference"),
    ]

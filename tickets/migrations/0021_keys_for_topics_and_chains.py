"""A ticket keeps its topic as a key and knows the ticket that its chain of follow-ups began with; filled by SQL."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

# By the conversation that was handed over, which has the key; else by words that belong to one topic alone.
FILL_TOPICS = """
UPDATE tickets_ticket ticket SET topic_id = conversation.topic_id
FROM messenger_conversation conversation
WHERE conversation.reference = ticket.conversation_reference AND conversation.topic_id IS NOT NULL;

UPDATE tickets_ticket ticket SET topic_id = known.topic_id
FROM (
    SELECT label, min(topic_id) AS topic_id FROM tickets_topictext GROUP BY label HAVING count(DISTINCT topic_id) = 1
) known
WHERE ticket.topic_id IS NULL AND known.label = ticket.topic_label;
"""
FILL_ROOTS = """
WITH RECURSIVE chain AS (
    SELECT id, follows_id AS root_id FROM tickets_ticket WHERE follows_id IN (
        SELECT id FROM tickets_ticket WHERE follows_id IS NULL
    )
    UNION ALL
    SELECT later.id, chain.root_id FROM tickets_ticket later JOIN chain ON later.follows_id = chain.id
)
UPDATE tickets_ticket ticket SET root_id = chain.root_id FROM chain WHERE chain.id = ticket.id;
"""
# Follow-ups used to lose the proof; those still worked on get it back, so that nobody solves them without a look.
FILL_PROOF = """
UPDATE tickets_ticket ticket SET proof = root.proof
FROM tickets_ticket root
WHERE root.id = ticket.root_id AND ticket.proof IS NULL AND root.proof IS NOT NULL
    AND ticket.status NOT IN ('solved', 'closed');
"""
# Who opened the ticket got every reply twice, or none at all.
DROP_DOUBLES = """
DELETE FROM tickets_participant person USING tickets_ticket ticket
WHERE ticket.id = person.ticket_id AND lower(person.email) = lower(ticket.requester_email);
"""
# PostgreSQL alters no table on which a foreign key is still to be checked in the same transaction.
CHECK_KEYS = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tickets", "0020_topics_move_in"),
        ("messenger", "0020_topics_move_out"),
    ]

    operations: ClassVar = [
        migrations.RenameField(model_name="ticket", old_name="topic", new_name="topic_label"),
        migrations.AlterField(
            model_name="ticket", name="topic_label", field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField(
            model_name="ticket",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="tickets.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="root",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="later",
                to="tickets.ticket",
                verbose_name="first ticket",
            ),
        ),
        migrations.RunSQL(FILL_TOPICS + FILL_ROOTS + FILL_PROOF + DROP_DOUBLES + CHECK_KEYS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                name="tickets_ticket_follow_up_knows_the_first",
                condition=models.Q(("follows__isnull", True))
                | models.Q(("root__isnull", False)) & ~models.Q(("root", models.F("id"))),
            ),
        ),
    ]

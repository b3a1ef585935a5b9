"""The conversation's reference leaves the ticket: the conversation has a key to it."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tickets", "0021_keys_for_topics_and_chains"),
        ("messenger", "0021_key_to_the_ticket"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="ticket", name="tickets_ticket_one_per_conversation"),
        migrations.RemoveField(model_name="ticket", name="conversation_reference"),
    ]

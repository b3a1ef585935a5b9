"""The tickets of an address, newest first, by one index; made and dropped beside the traffic."""

from typing import ClassVar

import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # An index can't be made beside the traffic in a transaction.
    atomic = False

    dependencies: ClassVar = [("tickets", "0023_events_and_attachments")]

    operations: ClassVar = [
        AddIndexConcurrently(
            model_name="ticket",
            index=models.Index(
                django.db.models.functions.text.Lower("requester_email"),
                models.OrderBy(models.F("created_at"), descending=True),
                name="tickets_ticket_person",
            ),
        ),
        RemoveIndexConcurrently(model_name="ticket", name="tickets_ticket_email"),
    ]

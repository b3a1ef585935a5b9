"""The index of the oldest unsolved tickets; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0250_wall_screens")]

    operations = [
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('created_at'), models.F('id'), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_created'),
        ),
    ]

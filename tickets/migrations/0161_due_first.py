"""Indexes of what is due first; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0160_service_levels")]

    operations = [
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('due_at'), models.F('id'), models.F('warn_at'), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_due'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('due_at'), models.F('id'), name='tickets_ticket_by_due'),
        ),
    ]

"""Indexes of the queue and the list by team; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('tickets', '0092_first_versions'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('team'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_team'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('team'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_team'),
        ),
    ]

"""The indexes by priority go downwards, so that the most urgent come first out of them; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0270_known_of_the_person")]

    operations = [
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.OrderBy(models.F('priority'), descending=True), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_most_urgent'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.OrderBy(models.F('priority'), descending=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_urgency'),
        ),
        RemoveIndexConcurrently(model_name='ticket', name='tickets_ticket_queue_priority'),
        RemoveIndexConcurrently(model_name='ticket', name='tickets_ticket_by_priority'),
    ]

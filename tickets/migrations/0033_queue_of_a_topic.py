"""Indexes of the queue by topic, rule and language; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('tickets', '0032_list_indexes'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('topic'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_topic'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('rule'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_rule'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('locale'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_locale'),
        ),
    ]

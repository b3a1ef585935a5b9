"""The indexes by what was known of the person; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0260_oldest_first")]

    operations = [
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('plan', 'identity'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_plan'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('product', 'identity'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_product'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('role', 'identity'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_role'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('domain', 'identity'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_domain'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('plan', 'identity'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_plan'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('product', 'identity'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_product'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('role', 'identity'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_role'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(KeyTextTransform('domain', 'identity'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_domain'),
        ),
    ]

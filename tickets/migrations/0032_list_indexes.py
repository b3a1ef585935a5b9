"""Indexes that the lists and searches read; made beside the running site, without a lock that stops it."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0002_used_tokens'),
        ('tickets', '0031_fill_ticket_terms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='incomingemail',
            index=models.Index(fields=['-received_at', '-id'], name='tickets_incoming_latest'),
        ),
        AddIndexConcurrently(
            model_name='incomingemail',
            index=models.Index(fields=['outcome', '-received_at', '-id'], name='tickets_incoming_by_outcome'),
        ),
        AddIndexConcurrently(
            model_name='incomingemail',
            index=models.Index(fields=['reason', '-received_at', '-id'], name='tickets_incoming_by_reason'),
        ),
        AddIndexConcurrently(
            model_name='incomingemail',
            index=models.Index(condition=models.Q(('ticket', None)), fields=['-received_at', '-id'], name='tickets_incoming_apart'),
        ),
        AddIndexConcurrently(
            model_name='incomingemail',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('sender_email'), name='text_pattern_ops'), name='tickets_incoming_address'),
        ),
        AddIndexConcurrently(
            model_name='incomingemail',
            index=django.contrib.postgres.indexes.HashIndex(fields=['mail_id'], name='tickets_incoming_message_id'),
        ),
        AddIndexConcurrently(
            model_name='outgoingemail',
            index=models.Index(fields=['-created_at', '-id'], name='tickets_outgoing_latest'),
        ),
        AddIndexConcurrently(
            model_name='outgoingemail',
            index=models.Index(fields=['status', '-created_at', '-id'], name='tickets_outgoing_by_status'),
        ),
        AddIndexConcurrently(
            model_name='outgoingemail',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('to_email'), name='text_pattern_ops'), name='tickets_outgoing_address'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('assignee'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_assignee'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('priority'), models.OrderBy(models.F('waiting_since'), nulls_last=True), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved']), _negated=True), name='tickets_ticket_queue_priority'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_latest'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status__in', ['closed', 'solved'])), name='tickets_ticket_finished'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('status'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_status'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('priority'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_priority'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('assignee'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_assignee'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('topic'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_topic'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('rule'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_rule'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(models.F('locale'), models.OrderBy(models.F('updated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='tickets_ticket_by_locale'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('requester_email'), name='text_pattern_ops'), models.OrderBy(models.F('created_at'), descending=True), name='tickets_ticket_address'),
        ),
        AddIndexConcurrently(
            model_name='ticketterms',
            index=django.contrib.postgres.indexes.GinIndex(fields=['terms'], name='tickets_terms_all'),
        ),
        RemoveIndexConcurrently(
            model_name='incomingemail',
            name='tickets_incoming_outcome',
        ),
        RemoveIndexConcurrently(
            model_name='message',
            name='tickets_message_words',
        ),
        RemoveIndexConcurrently(
            model_name='ticket',
            name='tickets_ticket_waiting',
        ),
        RemoveIndexConcurrently(
            model_name='ticket',
            name='tickets_ticket_assignee',
        ),
        RemoveIndexConcurrently(
            model_name='ticket',
            name='tickets_ticket_person',
        ),
    ]

"""Indexes that the lists and searches read; made beside the running site, without a lock that stops it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0002_used_tokens'),
        ('messenger', '0021_key_to_the_ticket'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='conversation',
            index=models.Index(condition=models.Q(('ticket', None)), fields=['-id'], name='messenger_conv_without_ticket'),
        ),
        AddIndexConcurrently(
            model_name='conversation',
            index=models.Index(fields=['stage', '-id'], name='messenger_conv_stage'),
        ),
        AddIndexConcurrently(
            model_name='conversation',
            index=models.Index(fields=['topic', '-id'], name='messenger_conv_topic'),
        ),
        AddIndexConcurrently(
            model_name='conversation',
            index=models.Index(fields=['locale', '-id'], name='messenger_conv_locale'),
        ),
    ]

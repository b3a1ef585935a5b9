"""Indexes for the log of answers, their outcomes, and the days that are counted; made beside the running site."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('messenger', '0105_outcomes_and_cost'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='conversation',
            index=models.Index(fields=['created_at'], name='messenger_conv_created'),
        ),
        AddIndexConcurrently(
            model_name='finanswer',
            index=models.Index(fields=['outcome', '-id'], name='messenger_fin_outcome'),
        ),
        AddIndexConcurrently(
            model_name='finanswer',
            index=models.Index(fields=['topic', '-id'], name='messenger_fin_topic'),
        ),
        AddIndexConcurrently(
            model_name='finanswer',
            index=models.Index(fields=['rule', '-id'], name='messenger_fin_rule'),
        ),
        AddIndexConcurrently(
            model_name='finanswer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['articles'], name='messenger_fin_articles'),
        ),
        AddIndexConcurrently(
            model_name='finanswer',
            index=models.Index(condition=models.Q(('outcome', ''), models.Q(('decision', 'words'), _negated=True)), fields=['id'], name='messenger_fin_unsettled'),
        ),
    ]

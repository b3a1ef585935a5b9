"""Indexes that the lists and searches read; made beside the running site, without a lock that stops it."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0013_embed_origins'),
    ]

    operations = [
        # It stays on the way back: other apps have indexes of it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(fields=['-last_seen_at', '-id'], name='accounts_customer_latest'),
        ),
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(fields=['domain', '-last_seen_at', '-id'], name='accounts_customer_of_a_domain'),
        ),
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('email'), name='text_pattern_ops'), name='accounts_customer_address'),
        ),
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='text_pattern_ops'), name='accounts_customer_name_start'),
        ),
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(fields=['subject'], name='accounts_customer_subject'),
        ),
        AddIndexConcurrently(
            model_name='customer',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), name='gin_trgm_ops'), name='accounts_customer_name'),
        ),
        AddIndexConcurrently(
            model_name='visitor',
            index=models.Index(fields=['expires_at'], name='accounts_visitor_expires'),
        ),
    ]

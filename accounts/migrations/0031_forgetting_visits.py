"""Indexes of what is forgotten at night; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [('accounts', '0030_list_indexes')]

    operations = [
        AddIndexConcurrently(
            model_name='visitor',
            index=models.Index(condition=models.Q(('customer', None)), fields=['expires_at'], name='accounts_visitor_nobodys'),
        ),
    ]

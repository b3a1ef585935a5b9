"""Indexes of what is forgotten at night; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [('messenger', '0030_list_indexes')]

    operations = [
        AddIndexConcurrently(
            model_name='conversation',
            index=models.Index(condition=models.Q(('customer', None), ('visitor', None)), fields=['updated_at'], name='messenger_conv_nobodys'),
        ),
    ]

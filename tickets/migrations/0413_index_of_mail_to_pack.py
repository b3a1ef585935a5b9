"""The index of raw mail that isn't packed yet; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('tickets', '0412_raw_mail_is_packed')]

    operations = [
        AddIndexConcurrently(
            model_name='originalmail',
            index=models.Index(condition=models.Q(('is_packed', False)), fields=['incoming'], name='tickets_original_unpacked'),
        ),
    ]

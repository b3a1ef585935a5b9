"""The indexes of shared content, and of files that wait in their mail; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('tickets', '0410_content_kept_once')]

    operations = [
        AddIndexConcurrently(
            model_name='storedfile',
            index=models.Index(condition=models.Q(('content__isnull', False)), fields=['content'], name='tickets_file_content_shared'),
        ),
        AddIndexConcurrently(
            model_name='attachment',
            index=models.Index(condition=models.Q(('waits', True)), fields=['message'], name='tickets_attachment_waits'),
        ),
    ]

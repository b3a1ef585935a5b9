"""The index that leads to what found no answer; made beside the running site, without a lock that stops it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('messenger', '0102_gaps')]

    operations = [
        AddIndexConcurrently(
            model_name='finanswer',
            index=models.Index(condition=models.Q(models.Q(('decision', 'nothing'), models.Q(('outcome', 'confirmed'), _negated=True)), models.Q(('decision__in', ['quote', 'clarify', 'reach']), ('outcome', 'unresolved')), _connector='OR'), fields=['-created_at'], name='messenger_fin_unanswered'),
        ),
    ]

"""An index of those who speak for an organization; made beside the running site, without a lock that stops it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0080_staff_logged_out_there'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(condition=models.Q(('role__in', ['primary_owner', 'owner', 'admin'])), fields=['organisation', '-claims_at', '-id'], name='accounts_customer_speakers'),
        ),
    ]

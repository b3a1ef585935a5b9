"""The index of mail that wasn't sent; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0340_addresses_without_mail")]

    operations = [
        AddIndexConcurrently(
            model_name='outgoingemail',
            index=models.Index(condition=models.Q(('put_aside_at', None), ('status__in', ['failed', 'suppressed'])), fields=['-created_at', '-id'], name='tickets_outgoing_dead'),
        ),
    ]

"""Until when a person has read the answers: what was there before counts as read."""

import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messenger", "0041_consents"),
    ]

    operations = [
        # One time for all rows, which PostgreSQL keeps beside the table and doesn't write into each.
        migrations.AddField(
            model_name="conversation",
            name="seen_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
                editable=False,
                verbose_name="seen",
            ),
        ),
    ]

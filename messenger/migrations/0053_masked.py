"""What was hidden in a message before it was stored; processes that know nothing of it hide nothing."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messenger", "0050_files_of_messages")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="message",
            name="masked",
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="hidden"),
        ),
    ]

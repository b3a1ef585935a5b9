"""What was hidden in a message before it was stored."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0034_words_for_topics")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="message",
            name="masked",
            field=models.JSONField(blank=True, default=list, verbose_name="hidden"),
        ),
    ]

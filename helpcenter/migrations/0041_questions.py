"""What customers ask in their own words, beside each text. There are none yet, so fingerprints stay as they are."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("helpcenter", "0040_landmark_rotate_key")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="shippedtext",
            name="questions",
            field=ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                db_default=[],
                default=list,
                verbose_name="questions",
            ),
        ),
        migrations.AddField(
            model_name="translation",
            name="questions",
            field=ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                db_default=[],
                default=list,
                help_text="What customers ask in their own words when this article is the answer, one per line. "
                "At most 25.",
                size=25,
                verbose_name="questions",
            ),
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.CheckConstraint(
                condition=models.Q(("questions__len__lte", 25)), name="helpcenter_translation_few_questions"
            ),
        ),
    ]

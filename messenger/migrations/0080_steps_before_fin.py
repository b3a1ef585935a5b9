"""A conversation may stand at the steps that come before Fin."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messenger", "0075_packets")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="conversation",
            name="stage",
            field=models.CharField(
                choices=[
                    ("draft", "not sent yet"),
                    ("topic", "choosing a topic"),
                    ("steps", "trying the steps"),
                    ("details", "giving details"),
                    ("chat", "with Fin"),
                    ("resolved", "answered"),
                    ("handed_over", "with the Product Support team"),
                ],
                default="draft",
                max_length=20,
                verbose_name="stage",
            ),
        ),
    ]

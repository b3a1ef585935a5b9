"""Details that are asked only of people who pay in one way."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0081_notices")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="topicfield",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("card", "card"),
                    ("invoice", "invoice or receipt"),
                    ("store", "App Store or Google Play"),
                    ("paypal", "PayPal"),
                ],
                db_default="",
                default="",
                help_text="Asked only of people who pay in this way. Empty: of everybody.",
                max_length=20,
                verbose_name="way to pay",
            ),
        ),
    ]

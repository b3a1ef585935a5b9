"""One more place that pages lead to: what to do about a key that leaked. Nothing changes in the table."""

from typing import ClassVar

from django.db import migrations, models

KEYS = [
    ("get_support", "How to get support"),
    ("ask_owner", "Ask an owner or admin to contact us for you"),
    ("cant_log_in", "Get help when you can't log in"),
    ("delete_account", "Delete your account yourself"),
    ("rotate_key", "Replace an API key"),
    ("enterprise_form", "Enterprise support form"),
    ("eu_contact", "EU: point of contact (DSA)"),
    ("uk_report", "UK: Online Safety Act report"),
    ("australia_report", "Australia: DIS Standard report"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("helpcenter", "0015_latest_reactions")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="landmark",
            name="key",
            field=models.CharField(choices=KEYS, max_length=40, verbose_name="place"),
        ),
    ]

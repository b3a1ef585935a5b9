"""Articles that other pages lead to by name."""

import django.db.models.deletion
from django.db import migrations, models

KEYS = [
    ("get_support", "How to get support"),
    ("ask_owner", "Ask an owner or admin to contact us for you"),
    ("cant_log_in", "Get help when you can't log in"),
    ("delete_account", "Delete your account yourself"),
    ("enterprise_form", "Enterprise support form"),
    ("eu_contact", "EU: point of contact (DSA)"),
    ("uk_report", "UK: Online Safety Act report"),
    ("australia_report", "Australia: DIS Standard report"),
]


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0013_indexes_of_home")]

    operations = [
        migrations.CreateModel(
            name="Landmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(choices=KEYS, max_length=40, verbose_name="place")),
                ("as_shipped", models.PositiveBigIntegerField(default=0, editable=False)),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="helpcenter.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "landmark",
                "verbose_name_plural": "landmarks",
                "ordering": ["key"],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="helpcenter_landmark_once_per_key"),
                ],
            },
        ),
    ]

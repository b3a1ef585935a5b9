"""Views that staff save over the queue's filters, and how they want the queue."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0038_silent_sign_in"),
        ("tickets", "0103_undo_a_stop"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DeskPreference",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="desk_preference",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("columns", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name": "settings of the queue",
                "verbose_name_plural": "settings of the queue",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("shared", models.BooleanField(default=False, verbose_name="shared with everybody")),
                ("query", models.CharField(max_length=1000, verbose_name="filters")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "indexes": [
                    models.Index(condition=models.Q(("shared", True)), fields=["name"], name="tickets_savedview_shared")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="tickets_savedview_name_once_an_owner")
                ],
            },
        ),
    ]

"""Whom a topic is for, its steps before Fin, and which team takes its tickets how soon."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def _values(name):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, verbose_name=name
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("auth", "0012_alter_user_first_name_max_length"), ("tickets", "0088_billing_topics")]

    operations: ClassVar = [
        migrations.AddField("topic", "plans", _values("plans")),
        migrations.AddField("topic", "organisation_roles", _values("roles in Team and Enterprise")),
        migrations.AddField("topic", "console_roles", _values("roles in the Console")),
        migrations.AddField(
            "topic",
            "not_logged_in",
            models.BooleanField(db_default=True, default=True, verbose_name="also for people who aren't logged in"),
        ),
        migrations.AddField(
            "topic",
            "steps_first",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text=(
                    "Shows the self-service steps before anything is sent. "
                    "Free accounts see those of a deletion anyway."
                ),
                verbose_name="steps before Fin",
            ),
        ),
        migrations.AddField(
            "topic",
            "priority",
            models.PositiveSmallIntegerField(
                choices=[(10, "low"), (20, "normal"), (30, "high"), (40, "urgent")],
                db_default=20,
                default=20,
                verbose_name="priority",
            ),
        ),
        migrations.AddField(
            "topic",
            "team",
            models.ForeignKey(
                blank=True,
                help_text="Whose tickets these become.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="team",
            ),
        ),
        migrations.AddField(
            "topictext",
            "steps",
            models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="One a line.",
                max_length=2000,
                verbose_name="self-service steps",
            ),
        ),
        migrations.AddField(
            "ticket",
            "team",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="team",
            ),
        ),
    ]

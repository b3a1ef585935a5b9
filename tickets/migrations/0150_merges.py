"""Tickets that were merged into others."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0141_mail_once_per_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("made", models.JSONField(default=dict)),
                ("author", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("source", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="merges_away", to="tickets.ticket")),
                ("target", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="merges_in", to="tickets.ticket")),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("undone_at", None)), fields=("source",), name="tickets_merge_into_one_only"),
                    models.CheckConstraint(condition=models.Q(("source", models.F("target")), _negated=True), name="tickets_merge_not_into_itself"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergedMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("merge", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="tickets.merge")),
                ("message", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="tickets.message")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("merge", "message"), name="tickets_merged_message_once")],
            },
        ),
    ]

"""What solved tickets are near to, so that tickets like them find them."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import messenger.agents.models


class Migration(migrations.Migration):
    dependencies = [
        ("messenger", "0107_fin_report"),
        ("tickets", "0141_mail_once_per_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="likeness",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                ("space", models.CharField(blank=True, max_length=40)),
                ("meaning", messenger.agents.models.Signs(null=True)),
                ("words", messenger.agents.models.Signs(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "likeness of a ticket",
                "verbose_name_plural": "likenesses of tickets",
                "default_permissions": (),
            },
        ),
    ]

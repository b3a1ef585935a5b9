"""Codes that prove a contact address before a ticket is answered there."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messenger", "0060_consents_onto_tickets")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ContactCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="to")),
                ("round", models.PositiveIntegerField(default=1)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("ends_at", models.DateTimeField(null=True, verbose_name="ends")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("proved_at", models.DateTimeField(null=True, verbose_name="proved")),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_code",
                        to="messenger.conversation",
                        verbose_name="conversation",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact code",
                "verbose_name_plural": "contact codes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), ("ends_at__isnull", False), _connector="OR"),
                        name="messenger_contact_code_ends",
                    )
                ],
            },
        ),
    ]

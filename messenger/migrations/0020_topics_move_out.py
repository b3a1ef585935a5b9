"""The topics are the tickets' now; their tables were renamed there, so only what Django knows changes here."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("messenger", "0001_initial"),
        ("tickets", "0020_topics_move_in"),
    ]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="conversation",
                    name="topic",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="tickets.topic",
                        verbose_name="topic",
                    ),
                ),
                migrations.DeleteModel(name="FieldText"),
                migrations.DeleteModel(name="TopicField"),
                migrations.DeleteModel(name="TopicText"),
                migrations.DeleteModel(name="Topic"),
            ],
        ),
    ]

"""A permission of its own for undoing the stop of a case."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0102_clocks_of_follow_ups")]

    operations: ClassVar = [
        migrations.AlterModelOptions(
            name="ticket",
            options={
                "permissions": [
                    ("hold_ticket", "Can put a ticket under a legal hold"),
                    ("undo_stop_ticket", "Can undo the stop of a case by the account’s owner"),
                ],
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
            },
        ),
    ]

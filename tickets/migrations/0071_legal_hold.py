"""A ticket that nothing deletes. The default is a constant: no row is rewritten, and older code needn't know of it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0070_consent_on_the_ticket")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="ticket",
            name="legal_hold",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="legal hold"),
        ),
        migrations.AlterModelOptions(
            name="ticket",
            options={
                "permissions": [("hold_ticket", "Can put a ticket under a legal hold")],
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
            },
        ),
    ]

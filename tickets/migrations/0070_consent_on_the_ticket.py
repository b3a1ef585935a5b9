"""What was agreed to stands on the ticket too. Constants as defaults: no row is rewritten, older code needn't know."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0061_channels_hold")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="ticket",
            name="consent_version",
            field=models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="consent"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="consent_locale",
            field=models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="language of the consent"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="consented_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="agreed"),
        ),
    ]

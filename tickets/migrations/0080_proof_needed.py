"""How much of a proof has to match, and when the owner of an account's address stopped a case."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0071_legal_hold")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="topic",
            name="proof_needed",
            field=models.PositiveSmallIntegerField(
                db_default=2,
                default=2,
                help_text="How many lines of the proof have to match before anything is done on the account.",
                verbose_name="proof that is enough",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="disowned_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="stopped by the account's owner"),
        ),
    ]

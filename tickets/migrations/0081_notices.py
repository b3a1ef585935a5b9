"""A third kind of mail: the notice to an account's own address."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0080_proof_needed")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="outgoingemail",
            name="kind",
            field=models.CharField(
                choices=[("receipt", "receipt"), ("reply", "reply"), ("notice", "notice")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]

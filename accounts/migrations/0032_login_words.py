"""What the admin says beside two fields: people log in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0031_forgetting_visits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="domain",
            name="name",
            field=models.CharField(
                help_text="What people call it, as on the login button.", max_length=80, verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="domain",
            name="shares_accounts_with",
            field=models.ForeignKey(
                blank=True,
                help_text="Only when both log in the very same people: who logs in here is then the person whom that domain knows by the same sub claim, and reads their conversations.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sharers",
                to="accounts.domain",
                verbose_name="shares accounts with",
            ),
        ),
    ]

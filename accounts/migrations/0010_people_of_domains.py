"""People are known by domain and subject, no longer by product and subject: the columns first, empty."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_used_tokens")]

    operations = [
        migrations.AddField(
            model_name="domain",
            name="shares_accounts_with",
            field=models.ForeignKey(
                blank=True,
                help_text="Only when both sign in the very same people: who signs in here is then the person whom that domain knows by the same sub claim, and reads their conversations.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sharers",
                to="accounts.domain",
                verbose_name="shares accounts with",
            ),
        ),
        migrations.AddConstraint(
            model_name="domain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shares_accounts_with__isnull", True),
                    models.Q(("shares_accounts_with", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="accounts_domain_shares_with_another",
                violation_error_message="A domain can't share accounts with itself.",
            ),
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="domain",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=related_name,
                    to="accounts.domain",
                    verbose_name="authentication domain",
                ),
            )
            for model, related_name in (("customer", "customers"), ("organisation", "organisations"))
        ),
        migrations.AddField("customer", "plan", models.CharField(blank=True, default="", max_length=40, verbose_name="plan"), preserve_default=False),
        migrations.AddField("customer", "role", models.CharField(blank=True, default="", max_length=40, verbose_name="role"), preserve_default=False),
        migrations.AddField("customer", "claims_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="as of")),
        migrations.AddField("visitor", "email", models.EmailField(blank=True, default="", max_length=254), preserve_default=False),
        migrations.AddField("visitor", "name", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
        migrations.AddField("visitor", "session", models.CharField(blank=True, default="", max_length=255), preserve_default=False),
        migrations.AddField("visitor", "signed_in_at", models.DateTimeField(blank=True, editable=False, null=True)),
    ]

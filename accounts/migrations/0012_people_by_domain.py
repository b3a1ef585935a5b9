"""People are known by domain and subject, no longer by product and subject: the product goes.

Going back needs that no subject stands at two domains of a product.
"""

import django.db.models.deletion
from django.db import migrations, models

_PRODUCTS = [("claude", "Claude"), ("console", "Claude Console")]
_PEOPLE = (
    ("customer", "customers", "subject", "accounts_customer_unique", "accounts_customer_once_at_a_domain"),
    ("organisation", "organisations", "external_id", "accounts_organisation_unique", "accounts_organisation_once_at_a_domain"),
)


def fill_products(apps, schema_editor):
    for name in ("Customer", "Organisation"):
        for domain in apps.get_model("accounts", "Domain").objects.all():
            apps.get_model("accounts", name).objects.filter(domain=domain).update(product=domain.product)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_place_people")]

    operations = [
        *(migrations.RemoveConstraint(model_name=model, name=before) for model, _many, _key, before, _after in _PEOPLE),
        migrations.RunPython(migrations.RunPython.noop, fill_products),
        *(
            # With a default the column can come back over rows.
            migrations.AlterField(
                model_name=model,
                name="product",
                field=models.CharField(choices=_PRODUCTS, default="", max_length=20, verbose_name="product"),
            )
            for model, *_rest in _PEOPLE
        ),
        *(migrations.RemoveField(model_name=model, name="product") for model, *_rest in _PEOPLE),
        *(
            migrations.AlterField(
                model_name=model,
                name="domain",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=related_name,
                    to="accounts.domain",
                    verbose_name="authentication domain",
                ),
            )
            for model, related_name, *_rest in _PEOPLE
        ),
        *(
            migrations.AddConstraint(
                model_name=model, constraint=models.UniqueConstraint(fields=["domain", key], name=after)
            )
            for model, _many, key, _before, after in _PEOPLE
        ),
        migrations.AddIndex(
            model_name="visitor",
            index=models.Index(
                condition=models.Q(("session", ""), _negated=True),
                fields=["domain", "session"],
                name="accounts_visitor_session",
            ),
        ),
    ]

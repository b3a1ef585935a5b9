"""Embed origins become a list of text that the database checks; what no browser calls an origin is left out."""

import django.contrib.postgres.fields
import django.db.models.lookups
from django.db import migrations, models

import accounts.models.domains
from accounts.origins import is_origin


def to_list(apps, schema_editor):
    Domain = apps.get_model("accounts", "Domain")
    for domain in Domain.objects.all():
        given = domain.embed_origins if isinstance(domain.embed_origins, list) else []
        domain.origins = [origin for origin in given if is_origin(origin)]
        domain.save(update_fields=["origins"])


def to_json(apps, schema_editor):
    Domain = apps.get_model("accounts", "Domain")
    for domain in Domain.objects.all():
        domain.embed_origins = domain.origins
        domain.save(update_fields=["embed_origins"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_people_by_domain")]

    operations = [
        migrations.AddField(
            model_name="domain",
            name="origins",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=267, validators=[accounts.models.domains.validate_origin]),
                blank=True,
                default=list,
                help_text="Exact origins that may show the messenger, one a line.",
                size=None,
                verbose_name="embed origins",
            ),
        ),
        migrations.RunPython(to_list, to_json),
        migrations.RemoveField(model_name="domain", name="embed_origins"),
        migrations.RenameField(model_name="domain", old_name="origins", new_name="embed_origins"),
        migrations.AddConstraint(
            model_name="domain",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Regex(
                    models.Func(
                        "embed_origins",
                        models.Value(" "),
                        function="array_to_string",
                        output_field=models.TextField(),
                    ),
                    "^(https?://[a-z0-9.-]+(:[0-9]{1,5})?( https?://[a-z0-9.-]+(:[0-9]{1,5})?)*)?$",
                ),
                name="accounts_domain_embed_origins",
                violation_error_message="An embed origin is a scheme, a host and perhaps a port, nothing else.",
            ),
        ),
    ]

"""A consent is a person's own, once a version; who agreed with a conversation before isn't asked again."""

import django.db.models.deletion
from django.db import migrations, models

_OF_CUSTOMERS = """
    INSERT INTO messenger_consent (customer_id, version, locale, agreed_at)
    SELECT DISTINCT ON (customer_id, consent_version) customer_id, consent_version, consent_locale, consented_at
    FROM messenger_conversation
    WHERE customer_id IS NOT NULL AND consented_at IS NOT NULL
    ORDER BY customer_id, consent_version, consented_at
"""
_OF_VISITS = """
    INSERT INTO messenger_consent (visitor_id, version, locale, agreed_at)
    SELECT DISTINCT ON (visitor_id, consent_version) visitor_id, consent_version, consent_locale, consented_at
    FROM messenger_conversation
    WHERE customer_id IS NULL AND visitor_id IS NOT NULL AND consented_at IS NOT NULL
    ORDER BY visitor_id, consent_version, consented_at
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0031_forgetting_visits'),
        ('messenger', '0040_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, verbose_name='consent')),
                ('locale', models.CharField(max_length=20, verbose_name='language of the consent')),
                ('agreed_at', models.DateTimeField(verbose_name='agreed')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='accounts.customer', verbose_name='customer')),
                ('visitor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='accounts.visitor', verbose_name='visitor')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('customer__isnull', True), ('visitor__isnull', False)), models.Q(('customer__isnull', False), ('visitor__isnull', True)), _connector='OR'), name='messenger_consent_of_one_person'),
                    models.UniqueConstraint(fields=('customer', 'version'), name='messenger_consent_once_a_customer'),
                    models.UniqueConstraint(fields=('visitor', 'version'), name='messenger_consent_once_a_visit'),
                ],
            },
        ),
        migrations.RunSQL(_OF_CUSTOMERS, migrations.RunSQL.noop),
        migrations.RunSQL(_OF_VISITS, migrations.RunSQL.noop),
    ]

"""Requests by the Enterprise support form, and what waits there for a login."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0033_providers'),
        ('tickets', '0082_ways_to_pay'),
    ]

    operations = [
        migrations.CreateModel(
            name='EnterpriseRequest',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='tickets.ticket', verbose_name='ticket')),
                ('name', models.UUIDField(editable=False, unique=True)),
            ],
            options={
                'verbose_name': 'Enterprise request',
                'verbose_name_plural': 'Enterprise requests',
            },
        ),
        migrations.CreateModel(
            name='RequestDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField(editable=False)),
                ('typed', models.JSONField(default=dict, verbose_name='typed text')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='updated')),
                ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='request_drafts', to='accounts.visitor', verbose_name='visitor')),
            ],
            options={
                'verbose_name': 'unsent Enterprise request',
                'verbose_name_plural': 'unsent Enterprise requests',
                'constraints': [models.UniqueConstraint(fields=('visitor', 'submission'), name='tickets_request_draft_once_a_visit')],
            },
        ),
    ]

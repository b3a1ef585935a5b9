"""What agents may ask a model for, and what it wrote."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('messenger', '0110_likeness'),
        ('tickets', '0141_mail_once_per_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('asked', models.PositiveIntegerField(default=0)),
                ('tokens', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HelpSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drafts', models.BooleanField(default=False, help_text='Sends what customer and team said on the ticket, articles, and replies on tickets like it.', verbose_name='drafts of replies')),
                ('summaries', models.BooleanField(default=False, help_text='Sends what customer and team said on the ticket.', verbose_name='summaries of long tickets')),
                ('translations', models.BooleanField(default=False, help_text='Sends each message of the customer that an agent asks to read in their own language.', verbose_name='translations of what customers wrote')),
                ('tokens_a_day', models.PositiveBigIntegerField(default=1000000, help_text='For all agents together. When they are used up, it says so until the next day (UTC).', validators=[django.core.validators.MinValueValidator(10000), django.core.validators.MaxValueValidator(1000000000)], verbose_name='tokens a day')),
            ],
            options={
                'verbose_name': 'help of a model for agents',
                'verbose_name_plural': 'help of a model for agents',
                'default_permissions': ('view', 'change'),
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='messenger_help_settings_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Help',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('draft', 'Draft'), ('summary', 'Summary'), ('translation', 'Translation')], max_length=12)),
                ('locale', models.CharField(max_length=20)),
                ('newest', models.PositiveBigIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=8)),
                ('text', models.TextField(blank=True)),
                ('sources', models.JSONField(default=list)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('model', models.CharField(blank=True, max_length=100)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.message')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'verbose_name': 'text by a model',
                'verbose_name_plural': 'texts by a model',
                'default_permissions': (),
                'indexes': [models.Index(fields=['ticket', 'kind'], name='messenger_help_ticket')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'translation')), fields=('message', 'locale'), name='messenger_help_translated_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'translation'), ('message__isnull', False)), models.Q(('kind__in', ['draft', 'summary']), ('message__isnull', True)), _connector='OR'), name='messenger_help_translates_a_message')],
            },
        ),
    ]

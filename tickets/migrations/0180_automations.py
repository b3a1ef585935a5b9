"""Automations, and what they did."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0161_due_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Automation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Stands on each ticket beside what it did.', max_length=80, unique=True, verbose_name='name')),
                ('is_on', models.BooleanField(default=False, verbose_name='on')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='Of those that look at the same moment, the smallest comes first.', verbose_name='order')),
                ('trigger', models.CharField(choices=[('opened', 'a ticket is opened'), ('wrote', 'the customer writes again'), ('status', 'the status changes'), ('tagged', 'a tag is put on'), ('unanswered', 'the customer waits so long for us'), ('quiet', 'nothing happens for so long')], max_length=12, verbose_name='when')),
                ('hours', models.PositiveIntegerField(blank=True, help_text='For the two that come by the clock.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2160)], verbose_name='hours')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('watched_until', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('stopped_because', models.CharField(blank=True, choices=[('failed', 'it failed'), ('cap', 'it acted on too many tickets within an hour')], default='', editable=False, max_length=10)),
                ('stopped_at', models.DateTimeField(editable=False, null=True)),
                ('error', models.TextField(blank=True, default='', editable=False, verbose_name='what went wrong')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'automation',
                'verbose_name_plural': 'automations',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AutomationCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_not', models.BooleanField(default=False, verbose_name='is or isn’t')),
                ('field', models.CharField(max_length=12)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('automation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='tickets.automation')),
            ],
            options={
                'verbose_name': 'condition',
                'verbose_name_plural': 'conditions',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AutomationRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('done', 'done'), ('refused', 'refused by a rule'), ('failed', 'failed')], max_length=8, verbose_name='outcome')),
                ('did', models.JSONField(default=list)),
                ('reason', models.CharField(blank=True, default='', max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('automation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='tickets.automation', verbose_name='automation')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket', verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'run of an automation',
                'verbose_name_plural': 'log of automations',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AutomationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('do', models.CharField(max_length=12)),
                ('value', models.TextField(blank=True)),
                ('automation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='tickets.automation')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='automation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hours__isnull', False), ('trigger__in', ['unanswered', 'quiet'])), models.Q(models.Q(('trigger__in', ['unanswered', 'quiet']), _negated=True), ('hours__isnull', True)), _connector='OR'), name='tickets_automation_hours_exactly_by_the_clock'),
        ),
        migrations.AddConstraint(
            model_name='automation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stopped_at__isnull', True), ('stopped_because', '')), models.Q(('is_on', False), ('stopped_at__isnull', False), models.Q(('stopped_because', ''), _negated=True)), _connector='OR'), name='tickets_automation_stopped_is_off'),
        ),
        migrations.AddIndex(
            model_name='automationrun',
            index=models.Index(fields=['-at', '-id'], name='tickets_automation_run_latest'),
        ),
        migrations.AddIndex(
            model_name='automationrun',
            index=models.Index(fields=['automation', '-at', '-id'], name='tickets_automation_run_of'),
        ),
        migrations.AddConstraint(
            model_name='automationrun',
            constraint=models.UniqueConstraint(fields=('ticket', 'automation', 'cause'), name='tickets_automation_once_per_cause'),
        ),
    ]

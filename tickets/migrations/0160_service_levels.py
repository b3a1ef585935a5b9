"""How soon tickets are to be answered: policies, business hours, clocks, and how they ended."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import tickets.models.business_hours
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0042_shipped_roles'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ("tickets", "0151_ticket_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BusinessHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('zone', models.CharField(max_length=64, validators=[tickets.models.business_hours.known_zone], verbose_name='time zone')),
            ],
            options={
                'verbose_name': 'business hours',
                'verbose_name_plural': 'business hours',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
            ],
            options={
                'verbose_name': 'holiday',
                'verbose_name_plural': 'holidays',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='OpenSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='day')),
                ('opens', models.TimeField(verbose_name='from')),
                ('closes', models.TimeField(help_text='00:00 is midnight at the end of the day.', verbose_name='to')),
            ],
            options={
                'verbose_name': 'open from to',
                'verbose_name_plural': 'weekly hours',
                'ordering': ['weekday', 'opens'],
            },
        ),
        migrations.CreateModel(
            name='SlaClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('resolution', 'Resolution')], max_length=20, verbose_name='clock')),
                ('target_minutes', models.PositiveIntegerField(verbose_name='target (minutes)')),
                ('started_at', models.DateTimeField(verbose_name='began')),
                ('due_at', models.DateTimeField(null=True, verbose_name='due')),
                ('warn_at', models.DateTimeField(null=True, verbose_name='due soon from')),
                ('pause', models.CharField(blank=True, choices=[('pending', 'waits for the customer'), ('on_hold', 'is on hold'), ('no_hours', 'nobody works by these business hours')], max_length=10, verbose_name='stands still')),
                ('left_minutes', models.PositiveIntegerField(null=True, verbose_name='left (minutes)')),
                ('warned', models.BooleanField(default=False)),
                ('breached', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'SLA clock',
                'verbose_name_plural': 'SLA clocks',
            },
        ),
        migrations.CreateModel(
            name='SlaNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('resolution', 'Resolution')], max_length=20, verbose_name='clock')),
                ('what', models.CharField(choices=[('warning', 'due soon'), ('breach', 'overdue')], max_length=10, verbose_name='what')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('noticed_at', models.DateTimeField(verbose_name='noticed')),
            ],
            options={
                'verbose_name': 'SLA notice',
                'verbose_name_plural': 'SLA notices',
            },
        ),
        migrations.CreateModel(
            name='SlaPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=100, help_text='Of several that fit a ticket, the one with the lowest number holds.', verbose_name='order')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('plans', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, verbose_name='plans')),
                ('priorities', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, db_default=[], default=list, verbose_name='priorities')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, verbose_name='languages')),
                ('first_response', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(527040)], verbose_name='first response')),
                ('next_response', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(527040)], verbose_name='next response')),
                ('resolution', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(527040)], verbose_name='resolution')),
                ('pauses_pending', models.BooleanField(default=True, verbose_name='stand still while we wait for the customer')),
                ('pauses_on_hold', models.BooleanField(default=False, verbose_name='stand still while on hold')),
                ('warn_percent', models.PositiveSmallIntegerField(default=75, help_text='When so many percent of the time are used.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='due soon from')),
            ],
            options={
                'verbose_name': 'SLA policy',
                'verbose_name_plural': 'SLA policies',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SlaResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('resolution', 'Resolution')], max_length=20, verbose_name='clock')),
                ('target_minutes', models.PositiveIntegerField(verbose_name='target (minutes)')),
                ('took_minutes', models.PositiveIntegerField(verbose_name='took (minutes)')),
                ('met', models.BooleanField(verbose_name='in time')),
                ('started_at', models.DateTimeField(verbose_name='began')),
                ('ended_at', models.DateTimeField(verbose_name='ended')),
            ],
            options={
                'verbose_name': 'SLA result',
                'verbose_name_plural': 'SLA results',
            },
        ),
        migrations.AddField(
            model_name='ticket',
            name='due_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='due'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='warn_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='businesshours',
            name='teams',
            field=models.ManyToManyField(blank=True, help_text='Whose tickets are measured by these hours. A team has one set of hours.', related_name='business_hours', to='auth.group', verbose_name='teams'),
        ),
        migrations.AddField(
            model_name='holiday',
            name='hours',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='tickets.businesshours', verbose_name='business hours'),
        ),
        migrations.AddField(
            model_name='openspan',
            name='hours',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spans', to='tickets.businesshours', verbose_name='business hours'),
        ),
        migrations.AddField(
            model_name='slaclock',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sla_clocks', to='tickets.ticket', verbose_name='ticket'),
        ),
        migrations.AddField(
            model_name='slanotice',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sla_notices', to='tickets.ticket', verbose_name='ticket'),
        ),
        migrations.AddField(
            model_name='slapolicy',
            name='hours',
            field=models.ForeignKey(blank=True, help_text='Empty: those of the ticket’s team; around the clock where it has none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='tickets.businesshours', verbose_name='business hours'),
        ),
        migrations.AddField(
            model_name='slapolicy',
            name='teams',
            field=models.ManyToManyField(blank=True, related_name='+', to='auth.group', verbose_name='teams'),
        ),
        migrations.AddField(
            model_name='slapolicy',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='+', to='tickets.topic', verbose_name='topics'),
        ),
        migrations.AddField(
            model_name='slaclock',
            name='policy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.slapolicy', verbose_name='SLA policy'),
        ),
        migrations.AddField(
            model_name='slaresult',
            name='agent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assignee'),
        ),
        migrations.AddField(
            model_name='slaresult',
            name='policy',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.slapolicy', verbose_name='SLA policy'),
        ),
        migrations.AddField(
            model_name='slaresult',
            name='team',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group', verbose_name='team'),
        ),
        migrations.AddField(
            model_name='slaresult',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sla_results', to='tickets.ticket', verbose_name='ticket'),
        ),
        migrations.AddConstraint(
            model_name='holiday',
            constraint=models.UniqueConstraint(fields=('hours', 'day'), name='tickets_holiday_once', violation_error_message='This day is a holiday already.'),
        ),
        migrations.AddConstraint(
            model_name='openspan',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens')), ('closes', datetime.time(0, 0)), _connector='OR'), name='tickets_open_span_ends_after_it_begins', violation_error_message='It has to end after it begins. 00:00 is midnight at the end of the day.'),
        ),
        migrations.AddConstraint(
            model_name='openspan',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__gte', 0), ('weekday__lte', 6)), name='tickets_open_span_weekday_known'),
        ),
        migrations.AddIndex(
            model_name='slanotice',
            index=models.Index(fields=['noticed_at', 'id'], name='tickets_sla_notice_latest'),
        ),
        migrations.AddConstraint(
            model_name='slanotice',
            constraint=models.UniqueConstraint(fields=('ticket', 'kind', 'what', 'due_at'), name='tickets_sla_notice_once'),
        ),
        migrations.AddConstraint(
            model_name='slapolicy',
            constraint=models.CheckConstraint(condition=models.Q(('first_response__isnull', False), ('next_response__isnull', False), ('resolution__isnull', False), _connector='OR'), name='tickets_sla_policy_promises_something', violation_error_message='Set at least one of the times: what isn’t set isn’t measured.'),
        ),
        migrations.AddConstraint(
            model_name='slapolicy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_response__isnull', True), ('first_response__range', (1, 527040)), _connector='OR'), models.Q(('next_response__isnull', True), ('next_response__range', (1, 527040)), _connector='OR'), models.Q(('resolution__isnull', True), ('resolution__range', (1, 527040)), _connector='OR')), name='tickets_sla_policy_targets_in_range'),
        ),
        migrations.AddConstraint(
            model_name='slapolicy',
            constraint=models.CheckConstraint(condition=models.Q(('warn_percent__range', (1, 99))), name='tickets_sla_policy_warns_in_between'),
        ),
        migrations.AddIndex(
            model_name='slaclock',
            index=models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('breached', False)), name='tickets_sla_clock_due'),
        ),
        migrations.AddIndex(
            model_name='slaclock',
            index=models.Index(models.F('warn_at'), models.F('id'), condition=models.Q(('warned', False)), name='tickets_sla_clock_warn'),
        ),
        migrations.AddConstraint(
            model_name='slaclock',
            constraint=models.UniqueConstraint(fields=('ticket', 'kind'), name='tickets_sla_clock_one_of_a_kind'),
        ),
        migrations.AddIndex(
            model_name='slaresult',
            index=models.Index(fields=['ended_at', 'id'], name='tickets_sla_result_ended'),
        ),
        migrations.AddConstraint(
            model_name='slaresult',
            constraint=models.UniqueConstraint(fields=('ticket', 'kind', 'started_at'), name='tickets_sla_result_once'),
        ),
    ]

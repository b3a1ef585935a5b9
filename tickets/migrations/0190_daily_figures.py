"""What happened in the desk, counted by the day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tickets", "0182_closing")]

    operations = [
        migrations.CreateModel(
            name='DayCounted',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DayFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('team', models.PositiveBigIntegerField(default=0)),
                ('agent', models.PositiveBigIntegerField(default=0)),
                ('topic', models.CharField(blank=True, max_length=50)),
                ('locale', models.CharField(max_length=20)),
                ('plan', models.CharField(blank=True, max_length=40)),
                ('opened', models.PositiveIntegerField(default=0)),
                ('solved', models.PositiveIntegerField(default=0)),
                ('reopened', models.PositiveIntegerField(default=0)),
                ('replies', models.PositiveIntegerField(default=0)),
                ('replies_to_solved', models.PositiveIntegerField(default=0)),
                ('kept', models.PositiveIntegerField(default=0)),
                ('missed', models.PositiveIntegerField(default=0)),
                ('rated_good', models.PositiveIntegerField(default=0)),
                ('rated_bad', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'report on the desk',
                'verbose_name_plural': 'report on the desk',
                'permissions': [('read_figures', 'Can read the report on the desk')],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DayTimes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('team', models.PositiveBigIntegerField(default=0)),
                ('agent', models.PositiveBigIntegerField(default=0)),
                ('topic', models.CharField(blank=True, max_length=50)),
                ('locale', models.CharField(max_length=20)),
                ('plan', models.CharField(blank=True, max_length=40)),
                ('measure', models.CharField(choices=[('first_reply', 'First Reply'), ('solved', 'Solved'), ('backlog', 'Backlog')], max_length=12)),
                ('step', models.PositiveSmallIntegerField()),
                ('tickets', models.PositiveIntegerField()),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='dayfigures',
            constraint=models.UniqueConstraint(fields=('day', 'team', 'agent', 'topic', 'locale', 'plan'), name='tickets_day_figures_once'),
        ),
        migrations.AddConstraint(
            model_name='daytimes',
            constraint=models.UniqueConstraint(fields=('measure', 'day', 'team', 'agent', 'topic', 'locale', 'plan', 'step'), name='tickets_day_times_once'),
        ),
    ]

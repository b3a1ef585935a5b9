"""What the report reads of a long time: sums of days and of weeks. Workers fill them by and by; nothing is made here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0230_words_of_two_languages'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpanFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
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
                ('days', models.PositiveSmallIntegerField()),
                ('since', models.DateField()),
                ('of', models.PositiveSmallIntegerField()),
                ('times', models.JSONField(default=dict)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('days', 'of', 'since', 'team', 'agent', 'topic', 'locale', 'plan'), name='tickets_span_figures_once')],
            },
        ),
        migrations.CreateModel(
            name='SpanSummed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('days', 'since'), name='tickets_span_summed_once')],
            },
        ),
    ]

"""What became of an answer and what it cost; which articles those of before said something from."""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
UPDATE messenger_finanswer SET articles = ARRAY(
    SELECT DISTINCT (section ->> 'number')::bigint FROM jsonb_array_elements(sections) section
    WHERE section ->> 'used' = 'quoted' ORDER BY 1
) WHERE sections <> '[]'
"""


class Migration(migrations.Migration):
    dependencies = [
        ('messenger', '0103_unanswered'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='finanswer',
            options={'ordering': ['-pk'], 'verbose_name': 'answer from Fin', 'verbose_name_plural': 'Fin’s answers'},
        ),
        migrations.AddField(
            model_name='finanswer',
            name='articles',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveBigIntegerField(), db_default=[], default=list, verbose_name='articles'),
        ),
        migrations.AddField(
            model_name='finanswer',
            name='micros',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='cost'),
        ),
        migrations.AddField(
            model_name='finanswer',
            name='tokens',
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name='tokens'),
        ),
        migrations.AddField(
            model_name='finanswer',
            name='unwritten',
            field=models.CharField(blank=True, choices=[('timed_out', 'the model took too long'), ('rate_limited', 'the model was asked too often'), ('overloaded', 'the model was overloaded'), ('server_error', 'the model’s service had an error'), ('connection', 'the model couldn’t be reached'), ('refused', 'the key, the model’s name or the request was refused'), ('declined', 'the model declined to answer'), ('unreadable', 'the model’s answer couldn’t be read'), ('over_budget', 'the budget was used up'), ('no_sources', 'there was nothing to write from'), ('nothing_left', 'nothing that the model wrote passed the checks')], db_default='', default='', max_length=20, verbose_name='why it isn’t written'),
        ),
        migrations.AlterField(
            model_name='finanswer',
            name='milliseconds',
            field=models.PositiveIntegerField(verbose_name='time'),
        ),
        migrations.AlterField(
            model_name='finanswer',
            name='outcome',
            field=models.CharField(blank=True, choices=[('', 'nothing said yet'), ('confirmed', 'confirmed: said that it helped'), ('assumed', 'assumed: left without a word'), ('unresolved', 'unresolved'), ('asked_on', 'asked something more')], default='', max_length=20, verbose_name='outcome'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

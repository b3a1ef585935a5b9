"""What staff read above each column; nothing changes in the tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0033_queue_of_a_topic'),
    ]

    operations = [
        migrations.AlterField(
            model_name='fieldtext',
            name='field',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='tickets.topicfield', verbose_name='field'),
        ),
        migrations.AlterField(
            model_name='topicfield',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='tickets.topic', verbose_name='topic'),
        ),
        migrations.AlterField(
            model_name='topictext',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='tickets.topic', verbose_name='topic'),
        ),
    ]

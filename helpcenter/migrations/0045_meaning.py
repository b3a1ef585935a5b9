"""What a text means: a sign of it beside the text, and the vectors that a worker makes of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('helpcenter', '0050_searches'),
    ]

    operations = [
        migrations.AddField(
            model_name='translation',
            name='meaning',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name='Vectors',
            fields=[
                ('translation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='vectors', serialize=False, to='helpcenter.translation')),
                ('made_of', models.CharField(max_length=64)),
                ('sections', models.PositiveSmallIntegerField()),
                ('packed', models.BinaryField()),
            ],
            options={
                'verbose_name': 'vectors',
                'verbose_name_plural': 'vectors',
                'constraints': [models.CheckConstraint(condition=models.Q(('made_of', ''), _negated=True), name='helpcenter_vectors_made_of_something')],
            },
        ),
    ]

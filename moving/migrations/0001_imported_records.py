"""What was moved in from other desks."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='ImportedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('organisation', 'Organisation'), ('person', 'Person'), ('macro', 'Macro'), ('ticket', 'Ticket')], max_length=20)),
                ('external_id', models.CharField(max_length=100)),
                ('made', models.BigIntegerField()),
                ('imported_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'external_id'), name='moving_record_once')],
            },
        ),
    ]

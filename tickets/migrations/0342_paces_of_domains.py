"""How soon the next mail may go to each domain."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0341_index_of_unsent_mail'),
    ]

    operations = [
        migrations.CreateModel(
            name='DomainPace',
            fields=[
                ('domain', models.CharField(max_length=255, primary_key=True, serialize=False, verbose_name='domain')),
                ('next_at', models.DateTimeField(verbose_name='next mail')),
            ],
            options={
                'verbose_name': 'pace of a domain',
                'verbose_name_plural': 'paces of domains',
                'ordering': ['domain'],
                'default_permissions': (),
            },
        ),
    ]

"""Owners and admins whom staff enter, beside those who log in."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0033_providers'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListedOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed_owners', to='accounts.organisation', verbose_name='organization')),
            ],
            options={
                'verbose_name': 'owner or admin',
                'verbose_name_plural': 'owners and admins',
                'constraints': [models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('email'), name='accounts_listed_owner_unique')],
            },
        ),
    ]

"""What staff set for themselves: a new table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0040_staff_sessions'),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffSettings',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='staff_settings', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('language', models.CharField(blank=True, max_length=12, verbose_name='language')),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('signature', models.TextField(blank=True, help_text='Stands below your replies in the email, above your name. Six lines at most.', max_length=500, verbose_name='signature')),
                ('density', models.CharField(choices=[('roomy', 'Roomy'), ('dense', 'Dense')], default='roomy', max_length=8, verbose_name='density of lists')),
                ('single_keys', models.BooleanField(default=True, help_text='Such as j and k in the list; off for speech input.', verbose_name='keys of one letter')),
            ],
            options={
                'verbose_name': 'settings of staff',
                'verbose_name_plural': 'settings of staff',
            },
        ),
    ]

"""Where staff are logged in: a new table beside the sessions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0039_staff_second_step'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffSession',
            fields=[
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, primary_key=True, serialize=False, to='sessions.session', verbose_name='session')),
                ('number', models.UUIDField(unique=True, verbose_name='number')),
                ('network', models.CharField(blank=True, max_length=50, verbose_name='network')),
                ('browser', models.CharField(blank=True, max_length=30, verbose_name='browser')),
                ('system', models.CharField(blank=True, max_length=30, verbose_name='system')),
                ('began_at', models.DateTimeField(verbose_name='began')),
                ('seen_at', models.DateTimeField(verbose_name='last seen')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='staff_sessions', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'login of staff',
                'verbose_name_plural': 'logins of staff',
                'indexes': [models.Index(fields=['user', '-seen_at'], name='accounts_staff_logins')],
            },
        ),
    ]

"""What staff have to sign in with beside their password, and of whom it is asked: new tables alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0038_silent_sign_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuthenticatorApp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_key', models.TextField(verbose_name='sealed secret')),
                ('last_step', models.BigIntegerField(verbose_name='half minute of the last code')),
                ('created_at', models.DateTimeField(verbose_name='set up')),
                ('used_at', models.DateTimeField(verbose_name='last used')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='authenticator_app', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'authenticator app',
                'verbose_name_plural': 'authenticator apps',
            },
        ),
        migrations.CreateModel(
            name='StaffPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('second_step', models.CharField(choices=[('nobody', 'Nobody: everybody may have one'), ('admins', 'Admins'), ('everybody', 'Everybody')], help_text='Beside the password: an authenticator app or a passkey. Who lacks one sets it up at the next login.', max_length=16, verbose_name='who needs a second step')),
            ],
            options={
                'verbose_name': 'login policy for staff',
                'verbose_name_plural': 'login policy for staff',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='accounts_one_staff_policy')],
            },
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('credential_id', models.BinaryField(max_length=1023, verbose_name='number on the device')),
                ('credential', models.BinaryField(verbose_name='public key')),
                ('signatures', models.BigIntegerField(default=0, verbose_name='signatures')),
                ('created_at', models.DateTimeField(verbose_name='set up')),
                ('used_at', models.DateTimeField(null=True, verbose_name='last used')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'passkey',
                'verbose_name_plural': 'passkeys',
                'constraints': [models.UniqueConstraint(fields=('credential_id',), name='accounts_passkey_once')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'recovery code',
                'verbose_name_plural': 'recovery codes',
                'constraints': [models.UniqueConstraint(fields=('user', 'digest'), name='accounts_recovery_code_once')],
            },
        ),
    ]

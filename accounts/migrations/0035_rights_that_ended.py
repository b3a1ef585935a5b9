"""Plans and roles that ended, by which bills are still spoken of for a while."""


import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0034_owners_and_admins'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40, verbose_name='rule')),
                ('plan', models.CharField(blank=True, max_length=40, verbose_name='plan')),
                ('role', models.CharField(blank=True, max_length=40, verbose_name='role')),
                ('ended_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ended')),
                ('until', models.DateTimeField(verbose_name='keeps billing until')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_rights', to='accounts.customer', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'right that ended',
                'verbose_name_plural': 'rights that ended',
                'ordering': ['-until', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('ended_at'))), name='accounts_former_right_ends_later', violation_error_message='It can’t end before it began.')],
            },
        ),
    ]

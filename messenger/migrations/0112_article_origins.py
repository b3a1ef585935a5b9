"""The tickets that articles were written from."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('helpcenter', '0080_corrections'),
        ('messenger', '0111_help'),
        ('tickets', '0141_mail_once_per_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticleOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('translation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='helpcenter.translation')),
            ],
            options={
                'verbose_name': 'ticket behind an article',
                'verbose_name_plural': 'tickets behind articles',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('ticket', 'translation'), name='messenger_origin_once')],
            },
        ),
    ]

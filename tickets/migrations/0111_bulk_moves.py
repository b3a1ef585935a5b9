"""What was done to several tickets at once, for as long as it can be taken back."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tickets', '0110_saved_views'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='BulkMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('assignee', 'assignee'), ('team', 'team'), ('priority', 'priority'), ('status', 'status')], max_length=10)),
                ('to', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('undone_at', models.DateTimeField(editable=False, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MovedTicket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('priority', models.PositiveSmallIntegerField()),
                ('status', models.CharField(max_length=10)),
                ('waiting_since', models.DateTimeField(null=True)),
                ('solved_at', models.DateTimeField(null=True)),
                ('assignee', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to='tickets.bulkmove')),
                ('team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
        ),
        migrations.AddIndex(
            model_name='bulkmove',
            index=models.Index(fields=['author', '-made_at'], name='tickets_bulkmove_of_author'),
        ),
        migrations.AddConstraint(
            model_name='movedticket',
            constraint=models.UniqueConstraint(fields=('move', 'ticket'), name='tickets_movedticket_once_a_move'),
        ),
    ]

"""Tags, on tickets and with macros."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0121_replies'),
    ]

    operations = [
        migrations.AddField(
            model_name='sentreply',
            name='tags',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='name')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name__regex', '^[^\\s]+$')), name='tickets_tag_is_one_word')],
            },
        ),
        migrations.AddField(
            model_name='macro',
            name='tags',
            field=models.ManyToManyField(blank=True, help_text='Put on the ticket; none is taken off.', related_name='+', to='tickets.tag', verbose_name='tags'),
        ),
        migrations.CreateModel(
            name='TicketTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='tickets.tag', verbose_name='tag')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged', to='tickets.ticket', verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'tag of a ticket',
                'verbose_name_plural': 'tags of tickets',
                'constraints': [models.UniqueConstraint(fields=('tag', 'ticket'), name='tickets_ticket_tag_once')],
            },
        ),
    ]

"""Replies that wait and can be taken back, and drafts of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0120_macros'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='held_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='ReplyDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_note', models.BooleanField(default=False, verbose_name='internal note')),
                ('body', models.TextField(verbose_name='text')),
                ('macros', models.JSONField(blank=True, default=list)),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='tickets.ticket', verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'draft of a reply',
                'verbose_name_plural': 'drafts of replies',
                'constraints': [models.UniqueConstraint(fields=('ticket', 'author'), name='tickets_reply_draft_one_each')],
            },
        ),
        migrations.CreateModel(
            name='SentReply',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sent', serialize=False, to='tickets.message', verbose_name='message')),
                ('until', models.DateTimeField(verbose_name='can be taken back until')),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('events', models.JSONField(default=list)),
                ('macros', models.JSONField(default=list)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'sent reply',
                'verbose_name_plural': 'sent replies',
                'indexes': [models.Index(fields=['until'], name='tickets_sent_reply_until')],
            },
        ),
    ]

"""Addresses that get no more mail, and mail that wasn't sent and was put aside. What failed long ago is nobody's work."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0311_tags_and_snoozes_of_many'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SuppressedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(help_text='In small letters.', max_length=254, verbose_name='address')),
                ('kind', models.CharField(choices=[('hard_bounce', 'there is no such mailbox'), ('complaint', 'somebody there called our mail unwanted')], max_length=12, verbose_name='why')),
                ('words', models.TextField(blank=True, verbose_name='in the mail server’s words')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
            ],
            options={
                'verbose_name': 'address without mail',
                'verbose_name_plural': 'addresses without mail',
                'ordering': ['-created_at', '-id'],
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.AddField(
            model_name='outgoingemail',
            name='put_aside_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='put aside'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('assigned', 'A ticket is given to me'), ('mentioned', 'Somebody mentions me in a note'), ('escalated', 'A ticket is escalated to my team'), ('due_soon', 'A ticket is due soon'), ('overdue', 'A ticket is overdue'), ('mail_failed', 'An email of mine reaches nobody')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notificationchoice',
            name='kind',
            field=models.CharField(choices=[('assigned', 'A ticket is given to me'), ('mentioned', 'Somebody mentions me in a note'), ('escalated', 'A ticket is escalated to my team'), ('due_soon', 'A ticket is due soon'), ('overdue', 'A ticket is overdue'), ('mail_failed', 'An email of mine reaches nobody')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='outgoingemail',
            name='status',
            field=models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('suppressed', 'held back')], default='queued', max_length=10, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='suppressedaddress',
            name='email',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='suppressions', to='tickets.outgoingemail', verbose_name='email'),
        ),
        migrations.AddField(
            model_name='suppressedaddress',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by'),
        ),
        migrations.AddIndex(
            model_name='suppressedaddress',
            index=models.Index(fields=['-created_at', '-id'], name='tickets_suppressed_latest'),
        ),
        migrations.AddConstraint(
            model_name='suppressedaddress',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('address',), name='tickets_suppressed_once'),
        ),
        migrations.RunSQL(
            "UPDATE tickets_outgoingemail SET put_aside_at = now() "
            "WHERE status = 'failed' AND created_at < now() - interval '14 days'",
            migrations.RunSQL.noop,
        ),
    ]

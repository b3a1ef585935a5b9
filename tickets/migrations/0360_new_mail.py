"""New mail is answered or becomes a ticket; the door tells what it heard. No row changes."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tickets', '0343_who_isnt_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incomingemail',
            name='envelope',
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name='incomingemail',
            name='outcome',
            field=models.CharField(choices=[('received', 'waits to be read'), ('joined', 'joined a ticket'), ('answered', 'answered with the ways to us'), ('quarantined', 'quarantined'), ('ignored', 'ignored'), ('unreadable', 'unreadable')], default='received', max_length=12, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='incomingemail',
            name='reason',
            field=models.CharField(blank=True, choices=[('reply_address', 'sent to the person’s own reply address'), ('references', 'answers an email of ours'), ('body_token', 'quotes the person’s own link to the case'), ('opened', 'opened a ticket'), ('reported', 'opened a report under the law'), ('answered', 'new mail of somebody who may open no ticket by mail'), ('answered_lately', 'new mail of somebody who had that answer lately'), ('joined_by_hand', 'joined by hand'), ('opened_by_hand', 'opened a ticket by hand'), ('forged_address', 'the reply address isn’t one we gave to this sender'), ('wrong_sender', 'the sender isn’t on the ticket'), ('unproved', 'names a ticket without proof that we wrote to this sender'), ('dmarc_failed', 'the sender’s domain disowns it (DMARC)'), ('spf_failed', 'the sender’s domain doesn’t send from there (SPF)'), ('too_often', 'comes too often for a person: perhaps a machine'), ('no_ticket', 'belongs to no ticket'), ('unreadable', 'can’t be read as a mail'), ('empty', 'has no text'), ('auto_reply', 'automatic reply'), ('bounce', 'delivery failure'), ('mailing_list', 'from a mailing list'), ('own_mail', 'our own mail come back'), ('duplicate', 'already received'), ('discarded', 'discarded by hand')], max_length=20, verbose_name='reason'),
        ),
        migrations.CreateModel(
            name='MailAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='address')),
                ('report_kind', models.ForeignKey(blank=True, help_text='Mail to this address is a report under the law, whoever sends it, with its deadlines.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.reportkind', verbose_name='kind of report')),
                ('team', models.ForeignKey(blank=True, help_text='Whose tickets these become. Empty: the topic’s team.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group', verbose_name='team')),
                ('topic', models.ForeignKey(blank=True, help_text='What tickets from this address are about; the topic’s rules decide who may open one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'address for new mail',
                'verbose_name_plural': 'addresses for new mail',
                'ordering': ['address'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), name='tickets_mail_alias_unique', violation_error_message='This address has a row already.'), models.CheckConstraint(condition=models.Q(('report_kind', None), models.Q(('team', None), ('topic', None)), _connector='OR'), name='tickets_mail_alias_report_has_no_topic', violation_error_message='A report under the law has no topic and no team: its kind says all.')],
            },
        ),
        migrations.CreateModel(
            name='SenderAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='writes from')),
                ('person', models.EmailField(max_length=254, verbose_name='is known as')),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='confirmed')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
            ],
            options={
                'verbose_name': 'other address of a person',
                'verbose_name_plural': 'other addresses of people',
                'ordering': ['-confirmed_at', '-pk'],
                'indexes': [models.Index(django.db.models.functions.text.Lower('person'), name='tickets_sender_alias_person')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('address'), django.db.models.functions.text.Lower('person'), name='tickets_sender_alias_once'), models.CheckConstraint(condition=models.Q(('address__iexact', models.F('person')), _negated=True), name='tickets_sender_alias_is_another', violation_error_message='That is the same address.')],
            },
        ),
    ]

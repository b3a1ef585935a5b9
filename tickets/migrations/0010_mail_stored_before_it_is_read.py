import django.db.models.deletion
from django.db import migrations, models

REASONS = [
    ('reply_address', 'sent to the person’s own reply address'),
    ('references', 'answers an email of ours'),
    ('joined_by_hand', 'joined by hand'),
    ('forged_address', 'the reply address isn’t one we gave to this sender'),
    ('wrong_sender', 'the sender isn’t on the ticket'),
    ('unproved', 'names a ticket without proof that we wrote to this sender'),
    ('dmarc_failed', 'the sender’s domain disowns it (DMARC)'),
    ('no_ticket', 'belongs to no ticket'),
    ('unreadable', 'can’t be read as a mail'),
    ('empty', 'has no text'),
    ('auto_reply', 'automatic reply'),
    ('bounce', 'delivery failure'),
    ('mailing_list', 'from a mailing list'),
    ('own_mail', 'our own mail come back'),
    ('duplicate', 'already received'),
    ('discarded', 'discarded by hand'),
]
OUTCOMES = [
    ('received', 'waits to be read'),
    ('joined', 'joined a ticket'),
    ('quarantined', 'quarantined'),
    ('ignored', 'ignored'),
    ('unreadable', 'unreadable'),
]


class Migration(migrations.Migration):
    """Room for mail that nobody has read yet, and for what reading found. The next one fills it, the one after cuts."""

    dependencies = [
        ('tickets', '0002_longer_proof_items'),
    ]

    operations = [
        migrations.CreateModel(
            name='OriginalMail',
            fields=[
                ('incoming', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='original', serialize=False, to='tickets.incomingemail', verbose_name='mail')),
                ('content', models.BinaryField(verbose_name='raw mail')),
            ],
            options={'verbose_name': 'original mail', 'verbose_name_plural': 'original mails'},
        ),
        migrations.AddField('incomingemail', 'attachments', models.JSONField(blank=True, default=list, verbose_name='attachments')),
        migrations.AddField('incomingemail', 'attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
        migrations.AddField('incomingemail', 'authentication', models.CharField(blank=True, max_length=200, verbose_name='sender checks')),
        migrations.AddField('incomingemail', 'counts', models.BooleanField(default=False, editable=False)),
        migrations.AddField('incomingemail', 'failure', models.TextField(blank=True, verbose_name='what went wrong')),
        migrations.AddField('incomingemail', 'fingerprint', models.CharField(blank=True, editable=False, max_length=64)),
        migrations.AddField('incomingemail', 'quoted', models.TextField(blank=True, verbose_name='quoted text')),
        migrations.AddField('incomingemail', 'text', models.TextField(blank=True, verbose_name='text')),
        migrations.AlterField('incomingemail', 'mail_id', models.CharField(blank=True, max_length=998, verbose_name='Message-ID')),
        migrations.AlterField('incomingemail', 'outcome', models.CharField(choices=OUTCOMES, default='received', max_length=12, verbose_name='outcome')),
        migrations.AlterField('incomingemail', 'reason', models.CharField(blank=True, choices=REASONS, max_length=20, verbose_name='reason')),
    ]

"""Questions of members on their way to an owner or admin of their organization."""

import django.db.models.deletion
import django.utils.timezone
import messenger.conversations.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0034_owners_and_admins'),
        ('messenger', '0070_contact_codes'),
        ('tickets', '0082_ways_to_pay'),
    ]

    operations = [
        migrations.CreateModel(
            name='Packet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=messenger.conversations.models.new_reference, editable=False, max_length=20, unique=True)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('for_admins', models.BooleanField(default=False)),
                ('text', models.TextField(max_length=5000, verbose_name='text')),
                ('transcript', models.JSONField(blank=True, default=list, verbose_name='transcript')),
                ('mailed', models.BooleanField(default=False, verbose_name='mailed')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='ends')),
                ('told_at', models.DateTimeField(editable=False, null=True)),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='taken back')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='sent on')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packets', to='messenger.conversation', verbose_name='conversation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packets', to='accounts.organisation', verbose_name='organization')),
                ('ticket', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='packet', to='tickets.ticket', verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'packet for an owner or admin',
                'verbose_name_plural': 'packets for owners and admins',
            },
        ),
        migrations.CreateModel(
            name='PacketDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, max_length=5000)),
                ('added', models.TextField(blank=True, max_length=5000)),
                ('packet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='messenger.packet')),
                ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.visitor')),
            ],
            options={
                'verbose_name': 'draft for a packet',
                'verbose_name_plural': 'drafts for packets',
            },
        ),
        migrations.CreateModel(
            name='PacketFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_packets', to='tickets.storedfile')),
                ('packet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='messenger.packet')),
            ],
            options={
                'verbose_name': 'file of a packet',
                'verbose_name_plural': 'files of packets',
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='packet',
            index=models.Index(condition=models.Q(('revoked_at', None), ('sent_at', None), ('told_at', None)), fields=['created_at'], name='messenger_packet_untold'),
        ),
        migrations.AddConstraint(
            model_name='packet',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None), ('sent_at', None)), fields=('conversation',), name='messenger_packet_one_open'),
        ),
        migrations.AddConstraint(
            model_name='packet',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('revoked_at__isnull', True), _connector='OR'), name='messenger_packet_sent_or_taken_back'),
        ),
        migrations.AddConstraint(
            model_name='packet',
            constraint=models.CheckConstraint(condition=models.Q(('ticket__isnull', True), ('sent_at__isnull', False), _connector='OR'), name='messenger_packet_ticket_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='packetdraft',
            constraint=models.UniqueConstraint(fields=('packet', 'visitor'), name='messenger_packet_draft_once'),
        ),
        migrations.AddConstraint(
            model_name='packetfile',
            constraint=models.UniqueConstraint(fields=('packet', 'file'), name='messenger_packet_file_once'),
        ),
    ]

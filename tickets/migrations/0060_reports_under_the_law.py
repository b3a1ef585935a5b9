"""Reports under the law and their kinds; tickets without an address, and messages that came by a form."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0049_case_page'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='tickets.ticket', verbose_name='ticket')),
                ('place', models.TextField(blank=True, verbose_name='where it is')),
                ('authority', models.CharField(blank=True, max_length=200, verbose_name='authority')),
                ('good_faith', models.BooleanField(default=False, verbose_name='stated in good faith')),
                ('submission', models.UUIDField(editable=False, unique=True)),
                ('suspicions', models.JSONField(blank=True, default=list, verbose_name='looks like a machine’s')),
                ('acknowledge_by', models.DateTimeField(blank=True, null=True, verbose_name='to be acknowledged by')),
                ('decide_by', models.DateTimeField(blank=True, null=True, verbose_name='to be decided by')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'permissions': [('handle_reports', 'Can see and handle reports under the law')],
            },
        ),
        migrations.CreateModel(
            name='ReportKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('law', models.CharField(choices=[('eu-dsa', 'EU: Digital Services Act'), ('uk-osa', 'UK: Online Safety Act'), ('au-dis', 'Australia: DIS Standard')], max_length=20, verbose_name='law')),
                ('key', models.SlugField(verbose_name='key')),
                ('needs_place', models.BooleanField(default=False, help_text='A report of this kind must say where the content is.', verbose_name='asks where it is')),
                ('needs_good_faith', models.BooleanField(default=False, help_text='A report of this kind must state that it is accurate and complete in good faith.', verbose_name='asks for good faith')),
                ('acknowledge_hours', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no deadline. Reports that are there already keep theirs.', null=True, verbose_name='acknowledged within (hours)')),
                ('decide_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no deadline. Reports that are there already keep theirs.', null=True, verbose_name='decided within (days)')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('active', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'kind of report',
                'verbose_name_plural': 'kinds of reports',
                'ordering': ['law', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportKindText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.CharField(max_length=20, verbose_name='language')),
                ('label', models.CharField(max_length=120, verbose_name='label')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
            ],
            options={
                'verbose_name': 'words',
                'verbose_name_plural': 'words',
            },
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='tickets_message_channel_fits_kind',
        ),
        migrations.AlterField(
            model_name='message',
            name='channel',
            field=models.CharField(choices=[('messenger', 'messenger'), ('email', 'email'), ('admin', 'workspace'), ('case_page', 'case page'), ('form', 'form')], max_length=10, verbose_name='channel'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='requester_email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='email'),
        ),
        # Old messages hold to it, as it takes more than the one before; the next migration looks, beside the traffic.
        AddConstraintNotValid(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ['messenger', 'email', 'case_page', 'form']), ('kind', 'customer')), models.Q(('channel', 'admin'), ('kind__in', ['reply', 'note'])), _connector='OR'), name='tickets_message_channel_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='reportkind',
            constraint=models.UniqueConstraint(fields=('law', 'key'), name='tickets_report_kind_unique'),
        ),
        migrations.AddField(
            model_name='report',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='tickets.reportkind', verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='reportkindtext',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='tickets.reportkind', verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['decide_by'], name='tickets_report_decide_by'),
        ),
        migrations.AddConstraint(
            model_name='reportkindtext',
            constraint=models.UniqueConstraint(fields=('kind', 'locale'), name='tickets_report_kind_text_unique'),
        ),
    ]

"""Rules, reports and kept consents; each rule begins with what was done before it."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


FIRST = [
    ("drafts", 1),
    ("unsent", None),
    ("chats", 90),
    ("conversations", None),
    ("tickets", None),
    ("raw_mail", None),
    ("stray_mail", None),
    ("sent_mail", None),
    ("waiting_files", 1),
    ("visits", 1),
    ("admin_log", None),
    ("failed_jobs", 30),
]


def fill(apps, schema_editor):
    """What was kept how long before there were rules; CHAT_DAYS may have said another number of days."""
    rules = apps.get_model("privacy", "RetentionRule").objects
    for what, days in FIRST:
        rules.create(what=what, days=settings.CHAT_DAYS if what == "chats" else days)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=64)),
                ('version', models.CharField(max_length=20, verbose_name='consent')),
                ('locale', models.CharField(max_length=20, verbose_name='language of the consent')),
                ('agreed_at', models.DateTimeField(verbose_name='agreed')),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='kept since')),
            ],
            options={
                'verbose_name': 'kept consent',
                'verbose_name_plural': 'kept consents',
                'constraints': [models.UniqueConstraint(fields=('who', 'version', 'agreed_at'), name='privacy_kept_consent_once')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('drafts', 'Texts never sent, of people who weren’t logged in: since their visit ended'), ('unsent', 'Texts never sent, of customers: since the last change'), ('chats', 'Conversations with Fin, of people who weren’t logged in: since their visit ended'), ('conversations', 'Conversations with Fin, of customers, that became no ticket: since the last message'), ('tickets', 'Solved and closed tickets, with their conversation, mail and files: since the last change'), ('raw_mail', 'Incoming mail as it came, with its attachments, once it was read: since it came'), ('stray_mail', 'Incoming mail that is on no ticket: since it came'), ('sent_mail', 'Emails that went out about solved and closed tickets: since they were written'), ('waiting_files', 'Files picked and never sent: since they were picked'), ('visits', 'Visits that hold nothing: since they ended'), ('admin_log', 'Who changed what in the admin: since the change'), ('failed_jobs', 'Failed background jobs: since they failed')], editable=False, max_length=20, unique=True, verbose_name='what')),
                ('days', models.PositiveIntegerField(blank=True, help_text='Empty: for ever.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='days')),
            ],
            options={
                'verbose_name': 'retention rule',
                'verbose_name_plural': 'retention rules',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__isnull', True), ('days__gte', 1), _connector='OR'), name='privacy_rule_at_least_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rule', 'deleted by a rule'), ('export', 'person exported'), ('erasure', 'person deleted')], max_length=10, verbose_name='kind')),
                ('what', models.CharField(blank=True, choices=[('drafts', 'Texts never sent, of people who weren’t logged in: since their visit ended'), ('unsent', 'Texts never sent, of customers: since the last change'), ('chats', 'Conversations with Fin, of people who weren’t logged in: since their visit ended'), ('conversations', 'Conversations with Fin, of customers, that became no ticket: since the last message'), ('tickets', 'Solved and closed tickets, with their conversation, mail and files: since the last change'), ('raw_mail', 'Incoming mail as it came, with its attachments, once it was read: since it came'), ('stray_mail', 'Incoming mail that is on no ticket: since it came'), ('sent_mail', 'Emails that went out about solved and closed tickets: since they were written'), ('waiting_files', 'Files picked and never sent: since they were picked'), ('visits', 'Visits that hold nothing: since they ended'), ('admin_log', 'Who changed what in the admin: since the change'), ('failed_jobs', 'Failed background jobs: since they failed')], max_length=20, verbose_name='rule')),
                ('staff_name', models.CharField(blank=True, max_length=200, verbose_name='by')),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='rows')),
                ('kept', models.JSONField(blank=True, default=dict, verbose_name='kept')),
                ('subject', models.JSONField(blank=True, editable=False, null=True)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-pk'],
                'permissions': [('export_person', 'Can export everything about a person'), ('erase_person', 'Can delete everything about a person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('subject__isnull', True), _connector='OR'), name='privacy_report_names_nobody_at_its_end')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

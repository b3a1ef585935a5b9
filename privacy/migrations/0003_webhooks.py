"""A rule for the log of webhooks: a month."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """The row that staff change."""
    apps.get_model("privacy", "RetentionRule").objects.get_or_create(what="webhooks", defaults={"days": 30})


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0002_audit_trail'),
    ]

    operations = [
        migrations.AlterField(
            model_name='report',
            name='what',
            field=models.CharField(blank=True, choices=[('drafts', 'Texts never sent, of people who weren’t logged in: since their visit ended'), ('unsent', 'Texts never sent, of customers: since the last change'), ('chats', 'Conversations with Fin, of people who weren’t logged in: since their visit ended'), ('conversations', 'Conversations with Fin, of customers, that became no ticket: since the last message'), ('tickets', 'Solved and closed tickets, with their conversation, mail and files: since the last change'), ('raw_mail', 'Incoming mail as it came, with its attachments, once it was read: since it came'), ('stray_mail', 'Incoming mail that is on no ticket: since it came'), ('sent_mail', 'Emails that went out about solved and closed tickets: since they were written'), ('waiting_files', 'Files picked and never sent: since they were picked'), ('visits', 'Visits that hold nothing: since they ended'), ('admin_log', 'Who changed what in the admin: since the change'), ('audit_trail', 'The audit trail: since it was written'), ('webhooks', 'What programs elsewhere were told of: since it happened'), ('failed_jobs', 'Failed background jobs: since they failed')], max_length=20, verbose_name='rule'),
        ),
        migrations.AlterField(
            model_name='retentionrule',
            name='what',
            field=models.CharField(choices=[('drafts', 'Texts never sent, of people who weren’t logged in: since their visit ended'), ('unsent', 'Texts never sent, of customers: since the last change'), ('chats', 'Conversations with Fin, of people who weren’t logged in: since their visit ended'), ('conversations', 'Conversations with Fin, of customers, that became no ticket: since the last message'), ('tickets', 'Solved and closed tickets, with their conversation, mail and files: since the last change'), ('raw_mail', 'Incoming mail as it came, with its attachments, once it was read: since it came'), ('stray_mail', 'Incoming mail that is on no ticket: since it came'), ('sent_mail', 'Emails that went out about solved and closed tickets: since they were written'), ('waiting_files', 'Files picked and never sent: since they were picked'), ('visits', 'Visits that hold nothing: since they ended'), ('admin_log', 'Who changed what in the admin: since the change'), ('audit_trail', 'The audit trail: since it was written'), ('webhooks', 'What programs elsewhere were told of: since it happened'), ('failed_jobs', 'Failed background jobs: since they failed')], editable=False, max_length=20, unique=True, verbose_name='what'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

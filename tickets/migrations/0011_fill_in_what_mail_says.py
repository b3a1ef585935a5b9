from django.db import migrations

from tickets.mail import parsing

# Each may be 25 MB.
AT_ONCE = 10


def fill(apps, schema_editor):
    """Reads the mail that came before its text was kept; what can't be read keeps its raw mail alone."""
    rows = apps.get_model('tickets', 'IncomingEmail').objects.using(schema_editor.connection.alias).order_by('pk')
    last = 0
    while found := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        for row in found:
            row.counts, row.fingerprint = row.reason != 'duplicate', row.digest
            try:
                mail = parsing.parse(bytes(row.raw))
            except Exception:  # as for mail that comes today
                continue
            row.text, row.quoted, row.attachments = mail.text, mail.quoted, mail.attachments
            row.fingerprint = mail.fingerprint(row.mail_id)
        rows.bulk_update(found, ['counts', 'fingerprint', 'text', 'quoted', 'attachments'])
        last = found[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0010_mail_stored_before_it_is_read'),
    ]

    operations = [
        migrations.RunSQL(
            'INSERT INTO tickets_originalmail (incoming_id, content) SELECT id, raw FROM tickets_incomingemail',
            'DELETE FROM tickets_originalmail',
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

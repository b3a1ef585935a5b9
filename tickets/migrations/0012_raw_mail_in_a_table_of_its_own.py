from django.db import migrations, models

# On the way back one Message-ID counts once again, and what isn't read is for staff to look at.
BACK = """
    UPDATE tickets_incomingemail SET mail_id = '<' || digest || '@missing.invalid>'
    WHERE mail_id = '' OR reason <> 'duplicate' AND EXISTS (
        SELECT FROM tickets_incomingemail other
        WHERE other.mail_id = tickets_incomingemail.mail_id AND other.reason <> 'duplicate' AND other.id < tickets_incomingemail.id
    );
    UPDATE tickets_incomingemail SET outcome = 'quarantined', reason = 'unreadable' WHERE outcome IN ('received', 'unreadable');
"""


def bring_to_light(apps, schema_editor):
    """Shows staff what was put aside as a copy only because its Message-ID was known, and says something else."""
    rows = apps.get_model('tickets', 'IncomingEmail').objects.using(schema_editor.connection.alias)
    known = set(rows.filter(counts=True).values_list('fingerprint', flat=True))
    for number, fingerprint in rows.filter(reason='duplicate').order_by('pk').values_list('pk', 'fingerprint'):
        if fingerprint not in known:
            known.add(fingerprint)
            rows.filter(pk=number).update(outcome='quarantined', reason='unproved', counts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0011_fill_in_what_mail_says'),
    ]

    operations = [
        migrations.AlterField('incomingemail', 'raw', models.BinaryField(null=True, verbose_name='raw mail')),
        migrations.RunSQL(
            migrations.RunSQL.noop,
            'UPDATE tickets_incomingemail SET raw = content FROM tickets_originalmail WHERE incoming_id = id',
        ),
        migrations.RemoveField('incomingemail', 'raw'),
        migrations.RemoveConstraint('incomingemail', 'tickets_incoming_message_id_once'),
        migrations.RunSQL(migrations.RunSQL.noop, BACK),
        migrations.RunPython(bring_to_light, migrations.RunPython.noop),
        migrations.AddIndex(
            'incomingemail',
            models.Index(condition=models.Q(('outcome', 'received')), fields=['received_at'], name='tickets_incoming_not_yet_read'),
        ),
        migrations.AddConstraint(
            'incomingemail',
            models.UniqueConstraint(condition=models.Q(('counts', True)), fields=('fingerprint',), name='tickets_incoming_copy_counts_once'),
        ),
        migrations.AddConstraint(
            'incomingemail',
            models.CheckConstraint(
                condition=models.Q(models.Q(('outcome', 'received'), ('reason', '')), models.Q(models.Q(('outcome', 'received'), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'),
                name='tickets_incoming_reason_exactly_when_read',
            ),
        ),
    ]

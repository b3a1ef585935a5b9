from django.db import migrations, models


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

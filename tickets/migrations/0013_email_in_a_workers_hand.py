from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0012_raw_mail_in_a_table_of_its_own'),
    ]

    operations = [
        migrations.AddField('outgoingemail', 'claimed_at', models.DateTimeField(editable=False, null=True, verbose_name='taken in hand')),
        migrations.AlterField('outgoingemail', 'status', models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed')], default='queued', max_length=10, verbose_name='status')),
        migrations.AddConstraint(
            'outgoingemail',
            models.CheckConstraint(
                condition=models.Q(models.Q(('claimed_at__isnull', False), ('status', 'sending')), models.Q(models.Q(('status', 'sending'), _negated=True), ('claimed_at__isnull', True)), _connector='OR'),
                name='tickets_outgoing_claimed_exactly_while_sending',
            ),
        ),
    ]

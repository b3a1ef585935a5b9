"""Who may take words and files out of a case."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0180_automations'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='ticket',
            options={'permissions': [('hold_ticket', 'Can put a ticket under a legal hold'), ('redact_ticket', 'Can take words and files out of a case for good'), ('undo_stop_ticket', 'Can undo the stop of a case by the account’s owner')], 'verbose_name': 'ticket', 'verbose_name_plural': 'tickets'},
        ),
    ]

"""That a ticket is due soon is told too, and who leads hears of what nobody has. No row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0280_most_urgent_first'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='ticket',
            options={'permissions': [('see_all_tickets', 'Can see the tickets of every team'), ('hear_of_late_tickets', 'Is told of tickets that get late while nobody has them'), ('hold_ticket', 'Can put a ticket under a legal hold'), ('redact_ticket', 'Can take words and files out of a case for good'), ('undo_stop_ticket', 'Can undo the stop of a case by the account’s owner')], 'verbose_name': 'ticket', 'verbose_name_plural': 'tickets'},
        ),
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('assigned', 'A ticket is given to me'), ('mentioned', 'Somebody mentions me in a note'), ('escalated', 'A ticket is escalated to my team'), ('due_soon', 'A ticket is due soon'), ('overdue', 'A ticket is overdue')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notificationchoice',
            name='kind',
            field=models.CharField(choices=[('assigned', 'A ticket is given to me'), ('mentioned', 'Somebody mentions me in a note'), ('escalated', 'A ticket is escalated to my team'), ('due_soon', 'A ticket is due soon'), ('overdue', 'A ticket is overdue')], max_length=12, verbose_name='kind'),
        ),
    ]

"""Handing tickets out, mentions, notifications, and the right to see the tickets of every team."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0050_languages_and_away'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ("tickets", "0200_replies_that_leave_later"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailPace',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='staff')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='mailed')),
            ],
            options={
                'verbose_name': 'pace of mail',
                'verbose_name_plural': 'paces of mail',
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='ticket',
            options={'permissions': [('see_all_tickets', 'Can see the tickets of every team'), ('hold_ticket', 'Can put a ticket under a legal hold'), ('redact_ticket', 'Can take words and files out of a case for good'), ('undo_stop_ticket', 'Can undo the stop of a case by the account’s owner')], 'verbose_name': 'ticket', 'verbose_name_plural': 'tickets'},
        ),
        migrations.CreateModel(
            name='TeamRouting',
            fields=[
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='auth.group', verbose_name='team')),
                ('is_on', models.BooleanField(default=True, help_text='A new ticket of the team goes to whoever speaks its language and has the fewest open ones.', verbose_name='hand tickets out')),
                ('most_open', models.PositiveSmallIntegerField(blank=True, help_text='Who has as many, waiting for us or for the customer, gets no more. Empty: no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='most open tickets')),
                ('people', models.ManyToManyField(blank=True, help_text='Members of the team; nobody chosen means all of them.', limit_choices_to={'is_active': True, 'is_staff': True}, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who takes part')),
            ],
            options={
                'verbose_name': 'handing out of a team’s tickets',
                'verbose_name_plural': 'handing out of tickets',
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written', models.CharField(max_length=320)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='read')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='tickets.message', verbose_name='note')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='staff')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket', verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
                'default_permissions': (),
                'indexes': [models.Index(models.F('person'), models.OrderBy(models.F('read_at'), descending=True, nulls_first=True), models.OrderBy(models.F('id'), descending=True), name='tickets_mention_list'), models.Index(fields=['person', 'ticket'], name='tickets_mention_sees')],
                'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='tickets_mention_once_a_note')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assigned', 'A ticket is given to me'), ('mentioned', 'Somebody mentions me in a note'), ('escalated', 'A ticket is escalated to my team'), ('overdue', 'A ticket of mine is overdue')], max_length=12, verbose_name='kind')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='happened')),
                ('read_at', models.DateTimeField(editable=False, null=True, verbose_name='read')),
                ('in_desk', models.BooleanField(default=True)),
                ('mail_due', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='staff')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket', verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
                'default_permissions': (),
                'indexes': [models.Index(models.F('person'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('in_desk', True)), name='tickets_notification_list'), models.Index(condition=models.Q(('mail_due', True)), fields=['person', 'created_at'], name='tickets_notice_due'), models.Index(fields=['created_at'], name='tickets_notification_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('read_at', None)), fields=('person', 'ticket', 'kind'), name='tickets_notification_unread_once')],
            },
        ),
        migrations.CreateModel(
            name='NotificationChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assigned', 'A ticket is given to me'), ('mentioned', 'Somebody mentions me in a note'), ('escalated', 'A ticket is escalated to my team'), ('overdue', 'A ticket of mine is overdue')], max_length=12, verbose_name='kind')),
                ('way', models.CharField(choices=[('desk', 'In the desk'), ('mail', 'By mail'), ('both', 'Both'), ('off', 'Not at all')], max_length=4, verbose_name='way')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='staff')),
            ],
            options={
                'verbose_name': 'choice of notifications',
                'verbose_name_plural': 'choices of notifications',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='tickets_notification_chosen_once')],
            },
        ),
        migrations.CreateModel(
            name='RoutingTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='last turn')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='staff')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='auth.group', verbose_name='team')),
            ],
            options={
                'verbose_name': 'turn',
                'verbose_name_plural': 'turns',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('team', 'person'), name='tickets_routingturn_one_each')],
            },
        ),
    ]

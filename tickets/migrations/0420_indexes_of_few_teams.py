"""The indexes of what nobody has and of what is due, by team; made beside the running site."""

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0081_who_speaks_for_an_organization'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tickets', '0413_index_of_mail_to_pack'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(condition=models.Q(models.Q(('status__in', ['closed', 'solved']), _negated=True), ('assignee__isnull', True)), fields=['team'], name='tickets_ticket_queue_nobodys'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(condition=models.Q(models.Q(('status__in', ['closed', 'solved']), _negated=True), ('due_at__isnull', False)), fields=['team', 'due_at'], name='tickets_ticket_queue_team_due'),
        ),
    ]

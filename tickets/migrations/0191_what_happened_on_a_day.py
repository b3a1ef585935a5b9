"""What happened on a day is found without reading what happened on others; made beside the traffic."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False
    dependencies = [('tickets', '0190_daily_figures')]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('kind', 'reply')), fields=['created_at'], name='tickets_message_replies'),
        ),
        AddIndexConcurrently(
            model_name='ticket',
            index=models.Index(condition=models.Q(('first_replied_at__isnull', False)), fields=['first_replied_at'], name='tickets_ticket_first_reply'),
        ),
        AddIndexConcurrently(
            model_name='ticketevent',
            index=models.Index(condition=models.Q(('kind', 'status')), fields=['created_at'], name='tickets_event_moves'),
        ),
    ]

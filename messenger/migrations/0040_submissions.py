"""Conversations and messages know the submission that brought them; older ones have none."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('messenger', '0032_words_for_staff')]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='submission',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='submission',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(condition=models.Q(('submission__isnull', False)), fields=('visitor', 'submission'), name='messenger_conversation_begun_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('submission__isnull', False)), fields=('conversation', 'submission'), name='messenger_message_sent_once'),
        ),
    ]

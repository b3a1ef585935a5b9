"""Tags and snoozes of several tickets at once, with how each stood."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0310_views_of_teams'),
    ]

    operations = [
        migrations.AddField(
            model_name='movedticket',
            name='snoozed_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='movedticket',
            name='tags',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AlterField(
            model_name='bulkmove',
            name='what',
            field=models.CharField(choices=[('assignee', 'assignee'), ('team', 'team'), ('priority', 'priority'), ('status', 'status'), ('tag', 'tag'), ('untag', 'tag taken off'), ('snooze', 'snooze')], max_length=10),
        ),
    ]

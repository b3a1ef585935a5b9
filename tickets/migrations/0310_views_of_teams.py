"""A saved view can be shared with a team."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tickets', '0290_late_tickets_are_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='savedview',
            name='team',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group', verbose_name='shared with the team'),
        ),
        migrations.AddIndex(
            model_name='savedview',
            index=models.Index(condition=models.Q(('team__isnull', False)), fields=['team'], name='tickets_savedview_of_team'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('shared', False), ('team__isnull', True), _connector='OR'), name='tickets_savedview_shared_in_one_way'),
        ),
    ]

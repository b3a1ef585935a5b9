"""What follows up a report gets a clock: a column for clocks that began anew, and rows for follow-ups that are open.

Follow-ups that are done with never had a deadline, and get none afterwards.
"""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import migrations, models


def give_clocks(apps, schema_editor):
    reports = apps.get_model("tickets", "Report").objects
    tickets = apps.get_model("tickets", "Ticket").objects.filter(root__report__isnull=False, report=None)
    for ticket in tickets.exclude(status__in=("solved", "closed")).select_related("root__report__kind"):
        first = ticket.root.report
        hours, days = first.kind.acknowledge_hours, first.kind.decide_days
        reports.create(
            ticket=ticket,
            kind=first.kind,
            place=first.place,
            authority=first.authority,
            good_faith=first.good_faith,
            suspicions=first.suspicions,
            submission=uuid4(),
            acknowledge_by=None if hours is None else ticket.created_at + timedelta(hours=hours),
            decide_by=None if days is None else ticket.created_at + timedelta(days=days),
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0101_member_asked_once")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="report", name="clock_began_at", field=models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.RunPython(give_clocks, migrations.RunPython.noop),
    ]

"""What the picker decided by a topic's kind stands in its row now; the shipped topic of organizations is theirs."""

from typing import ClassVar

from django.db import migrations


def carry_over(apps, schema_editor):
    topics = apps.get_model("tickets", "Topic").objects
    topics.exclude(kind__in=["general", "cant_log_in"]).update(not_logged_in=False)
    topics.filter(slug="team", product="claude").update(plans=["team", "enterprise"])


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0089_audience_of_topics")]

    operations: ClassVar = [migrations.RunPython(carry_over, migrations.RunPython.noop)]

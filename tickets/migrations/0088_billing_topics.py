"""Which topics stay open for a while after a plan or role has ended; the shipped ones about bills begin so."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def mark_bills(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    topics = apps.get_model("tickets", "Topic").objects
    topics.filter(slug__in=["billing", "console-billing"], kind="general").update(about="billing")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0087_tickets_of_an_organization")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="topic",
            name="about",
            field=models.CharField(
                blank=True,
                choices=[
                    ("billing", "bills: open for 30 days after a plan or role has ended"),
                    ("plan_shown_wrong", "plan shown wrong: open whatever the plan"),
                ],
                db_default="",
                default="",
                help_text="For whom a general topic is open who else couldn’t reach people.",
                max_length=20,
                verbose_name="opens besides",
            ),
        ),
        migrations.RunPython(mark_bills, migrations.RunPython.noop),
    ]

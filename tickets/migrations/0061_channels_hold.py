"""Looks whether all messages hold to the new constraint, which keeps nobody from writing meanwhile."""

from typing import ClassVar

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0060_reports_under_the_law")]

    operations: ClassVar = [ValidateConstraint(model_name="message", name="tickets_message_channel_fits_kind")]

"""Files of mails from before they were kept by themselves: they wait to be kept now.

A stretch at a time, beside the running site; stopped, it goes on with those that don't wait yet. The keeping itself is
work of the workers and of `manage.py keep_mail_files`. Of what was looked at before, and stays in its mail, a second look
finds the same.
"""

from django.db import migrations
from django.db.models import Max, Min

STRETCH = 10_000


def have_them_wait(apps, schema_editor):
    rows = apps.get_model("tickets", "Attachment").objects.using(schema_editor.connection.alias)
    in_mails = rows.filter(mail_part__isnull=False, file__isnull=True, waits=False)
    ends = rows.aggregate(first=Min("pk", default=1), last=Max("pk", default=0))
    for first in range(ends["first"], ends["last"] + 1, STRETCH):
        in_mails.filter(pk__gte=first, pk__lt=first + STRETCH).update(waits=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0420_indexes_of_few_teams")]

    operations = [migrations.RunPython(have_them_wait, migrations.RunPython.noop, elidable=True)]

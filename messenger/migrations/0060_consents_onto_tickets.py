"""Tickets that were made of conversations get their consents; a stretch of keys at a time, beside the running site."""

from typing import ClassVar

from django.db import migrations

_STRETCH = 5_000
# A follow-up goes on with the case of its chain's first ticket.
FILL = """
    UPDATE tickets_ticket ticket
    SET consent_version = talk.consent_version, consent_locale = talk.consent_locale, consented_at = talk.consented_at
    FROM messenger_conversation talk
    WHERE talk.ticket_id = COALESCE(ticket.root_id, ticket.id) AND talk.consented_at IS NOT NULL
      AND ticket.consented_at IS NULL AND ticket.id >= %s AND ticket.id < %s
"""


def fill(apps, schema_editor):
    newest = apps.get_model("tickets", "Ticket").objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with schema_editor.connection.cursor() as cursor:
        for first in range(1, newest + 1, _STRETCH):
            cursor.execute(FILL, [first, first + _STRETCH])


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("messenger", "0053_masked"), ("tickets", "0070_consent_on_the_ticket")]

    operations: ClassVar = [migrations.RunPython(fill, migrations.RunPython.noop)]

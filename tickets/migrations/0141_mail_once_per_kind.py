"""A message may go to a person in more than one kind of mail; made beside the running site, without a lock that stops it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0140_ratings")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        "DROP INDEX CONCURRENTLY IF EXISTS tickets_outgoing_once_per_kind",
                        "CREATE UNIQUE INDEX CONCURRENTLY tickets_outgoing_once_per_kind"
                        " ON tickets_outgoingemail (message_id, to_email, kind)",
                        "ALTER TABLE tickets_outgoingemail ADD CONSTRAINT tickets_outgoing_once_per_kind"
                        " UNIQUE USING INDEX tickets_outgoing_once_per_kind",
                    ],
                    ["ALTER TABLE tickets_outgoingemail DROP CONSTRAINT tickets_outgoing_once_per_kind"],
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="outgoingemail",
                    constraint=models.UniqueConstraint(
                        fields=("message", "to_email", "kind"), name="tickets_outgoing_once_per_kind"
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name="outgoingemail", name="tickets_outgoing_once_per_person"),
    ]

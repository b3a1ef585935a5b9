"""What we ask of the queue's own table: the head of what is due, and whether a mail has a job. Beside the running site."""

from django.db import migrations

DUE = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS queue_jobs_due ON procrastinate_jobs (id)
WHERE status = 'todo' AND scheduled_at IS NULL
"""
LATER = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS queue_jobs_later ON procrastinate_jobs (scheduled_at)
WHERE status = 'todo' AND scheduled_at IS NOT NULL
"""
OF_A_MAIL = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS queue_jobs_of_{0} ON procrastinate_jobs (task_name, ((args ->> '{0}')::bigint))
WHERE status IN ('todo', 'doing') AND args ? '{0}'
"""


def made(sql: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql, f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("web", "0001_tally"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        made(DUE, "queue_jobs_due"),
        made(LATER, "queue_jobs_later"),
        made(OF_A_MAIL.format("email_id"), "queue_jobs_of_email_id"),
        made(OF_A_MAIL.format("incoming_id"), "queue_jobs_of_incoming_id"),
    ]

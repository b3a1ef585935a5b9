"""What is due is looked for lane by lane, as what waits in one says nothing of another. Beside the running site."""

from django.db import migrations

DUE = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS queue_jobs_due_of_lane ON procrastinate_jobs (queue_name, id)
WHERE status = 'todo' AND scheduled_at IS NULL AND priority >= 0
"""
LATER = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS queue_jobs_later_of_lane ON procrastinate_jobs (queue_name, scheduled_at)
WHERE status = 'todo' AND scheduled_at IS NOT NULL AND priority >= 0
"""
FORMER_DUE = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS queue_jobs_due ON procrastinate_jobs (id)
WHERE status = 'todo' AND scheduled_at IS NULL
"""
FORMER_LATER = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS queue_jobs_later ON procrastinate_jobs (scheduled_at)
WHERE status = 'todo' AND scheduled_at IS NOT NULL
"""
_GONE = "DROP INDEX CONCURRENTLY IF EXISTS {0}"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("web", "0002_indexes_of_the_queue")]

    operations = [
        migrations.RunSQL(DUE, _GONE.format("queue_jobs_due_of_lane")),
        migrations.RunSQL(LATER, _GONE.format("queue_jobs_later_of_lane")),
        migrations.RunSQL(_GONE.format("queue_jobs_due"), FORMER_DUE),
        migrations.RunSQL(_GONE.format("queue_jobs_later"), FORMER_LATER),
    ]

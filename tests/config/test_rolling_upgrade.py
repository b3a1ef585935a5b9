"""Processes of the version before go on while the tables are those of this one: docs/operations.md, "Upgrade"."""

from django.db.migrations.loader import MigrationLoader
from django.db.models import Field
from procrastinate.contrib.django import app

# The last migrations of 0.2.0.
BEFORE = [
    ("accounts", "0031_forgetting_visits"),
    ("helpcenter", "0015_latest_reactions"),
    ("messenger", "0032_words_for_staff"),
    ("tickets", "0034_words_for_topics"),
]

# Under these names jobs of a version before may wait, so a new worker has to know them.
TASKS = [
    "accounts.tasks.forget_sessions",
    "accounts.tasks.forget_used_tokens",
    "accounts.tell_staff",
    "config.tasks.forget_finished_jobs",
    "config.tasks.retry_stalled_jobs",
    "helpcenter.encode_texts",
    "helpcenter.tasks.forget_old_searches",
    "messenger.ask_golden",
    "messenger.count_fin",
    "messenger.gather_gaps",
    "messenger.remind_of_packets",
    "messenger.send_code",
    "messenger.settle_quiet",
    "messenger.tasks.forget_visits",
    "messenger.tell_listed",
    "messenger.tell_member",
    "messenger.tell_owner",
    "messenger.tell_sent",
    "messenger.tell_unsent",
    "messenger.write_answer",
    "privacy.erase",
    "privacy.forget",
    "tickets.ask_rating",
    "tickets.queue_lost_readings",
    "tickets.queue_lost_sendings",
    "tickets.read_email",
    "tickets.send_email",
    "tickets.tasks.sweep_files",
    "tickets.wake_due",
    "web.tasks.forget_tallies",
]


def test_what_the_version_before_stores_needs_no_column_that_it_does_not_know():
    loader = MigrationLoader(None)
    before, now = loader.project_state(BEFORE), loader.project_state()
    needed = [
        f"{key}.{name}"
        for key, model in before.models.items()
        if key[0] in {app for app, _name in BEFORE}
        for name, field in now.models[key].fields.items()
        if name not in model.fields and not is_filled_in(field)
    ]
    assert needed == []


def is_filled_in(field: Field) -> bool:
    """Whether PostgreSQL has something to put there where an INSERT doesn't name the column."""
    return field.null or field.has_db_default() or field.many_to_many


def test_a_worker_knows_all_jobs_that_waited_before_the_upgrade():
    assert set(TASKS) <= set(app.tasks)

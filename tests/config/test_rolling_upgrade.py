"""Processes of the version before go on while the tables are those of this one: docs/operations.md, "Upgrade"."""

from django.db.migrations.loader import MigrationLoader
from django.db.models import Field

# The last migrations of 0.2.0.
BEFORE = [
    ("accounts", "0031_forgetting_visits"),
    ("helpcenter", "0015_latest_reactions"),
    ("messenger", "0032_words_for_staff"),
    ("tickets", "0034_words_for_topics"),
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

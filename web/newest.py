"""Looking through the newest rows of a table, however long it is. Knows no app."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def containing(newest: QuerySet[Any], field: str, words: str) -> list[int]:
    """The keys of those of these few rows, a slice in order, whose text has the words in it, in whatever case.

    The rows are taken first: asked for both at once, the planner may read the whole table for the text.
    """
    rows, arguments = newest.values_list("pk", field).query.sql_with_params()
    pattern = f"%{connection.ops.prep_for_like_query(words)}%"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM ({rows}) AS newest (key, text) WHERE text ILIKE %s", [*arguments, pattern])  # noqa: S608 (the query is Django's)
        return [key for (key,) in cursor.fetchall()]

"""Which language's row a reader is shown when there are several. Knows no model."""

import functools

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When


@functools.cache
def preference(locale: str) -> Case:
    """Orders rows so that the one to show a reader of `locale` comes first: theirs, a near relative, the default."""
    return Case(
        When(locale=locale, then=Value(0)),
        When(locale__startswith=locale.partition("-")[0], then=Value(1)),
        When(locale=settings.LANGUAGE_CODE, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )

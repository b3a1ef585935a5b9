"""The name of one submission of a form: however often it arrives, it is stored once. No Django, no database."""

from collections.abc import Mapping
from uuid import UUID

FIELD = "submission"


def submission_of(posted: Mapping[str, object]) -> UUID | None:
    """The submission's name, or None where the form brought none that is one; then nothing is compared."""
    try:
        return UUID(str(posted.get(FIELD, "")))
    except ValueError:
        return None

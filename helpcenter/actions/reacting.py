"""Keeping what readers thought of an article."""

from datetime import datetime

from django.db import transaction

from helpcenter.models import Reaction, Translation
from web.secrets import mask


@transaction.atomic
def react(*, translation: Translation, reader: str, face: int, comment: str | None, now: datetime) -> Reaction:
    """Keeps a reader's face for the version they see; a second one replaces the first, a comment of None leaves theirs.

    `reader` is a digest. Raises IntegrityError for a face other than -1, 0 and 1.
    """
    values: dict[str, object] = {"face": face, "changed_at": now}
    if comment is not None:
        values["comment"] = mask(comment).text
    reaction, _made = Reaction.objects.update_or_create(
        translation=translation,
        version=translation.version,
        reader=reader,
        defaults=values,
        create_defaults={**values, "created_at": now},
    )
    return reaction

"""Marks a published version as one that puts right what was wrong. Tells nobody: who was told what isn't known here."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from helpcenter.models import Correction, Translation


@transaction.atomic
def mark_correction(*, translation: Translation, staff: AbstractBaseUser | AnonymousUser, now: datetime) -> Correction:
    """Mark the version that readers have now; once marked, marking it again changes nothing."""
    parts = translation.sections.order_by("position").values_list("heading", "text")
    text = "\n".join([translation.title, translation.summary, *(f"{heading}\n{text}" for heading, text in parts)])
    row, _made = Correction.objects.get_or_create(
        translation=translation,
        version=translation.version,
        defaults={"text": text, "staff_id": staff.pk, "made_at": now},
    )
    return row

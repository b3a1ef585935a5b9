"""Writes what staff set for themselves."""

from django.db import transaction

from accounts.models import StaffSettings, User


@transaction.atomic
def change_settings(*, user: User, **values: object) -> StaffSettings:
    """From the next page on; the other values stay."""
    return StaffSettings.objects.update_or_create(user=user, defaults=values)[0]

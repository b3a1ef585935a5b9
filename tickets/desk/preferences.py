"""How a member of staff wants the desk."""

from django.http import HttpRequest

from tickets.models import DeskPreference


def preference_of(request: HttpRequest) -> DeskPreference:
    """Their row, or what ships where they never chose."""
    return DeskPreference.objects.filter(user=request.user.pk).first() or DeskPreference()

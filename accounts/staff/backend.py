"""Django's own way to know staff by their password, which brings along what they have set."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class StaffBackend(ModelBackend):
    """The user of a session together with their settings, in one question."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("staff_settings").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

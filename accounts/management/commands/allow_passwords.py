"""`manage.py allow_passwords`: the way back in when the company login is the only one, and away."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.audit.actions import enter
from accounts.sso import actions


class Command(BaseCommand):
    """Whoever may run this has the database, and so everything anyway."""

    help = "Lets staff log in with their passwords again, beside the company login."

    def handle(self, *args: Any, **options: Any) -> None:
        shut = actions.allow_passwords()
        if shut:
            enter(kind="passwords_allowed", staff=None)
        self.stdout.write("Done; passwords open again." if shut else "Passwords weren't shut.")

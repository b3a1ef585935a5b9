"""`manage.py reset_second_step NAME`: the way back in when nobody is left who could do it in the admin."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.staff import actions


class Command(BaseCommand):
    """Whoever may run this has the database, and so everything anyway."""

    help = "Takes away somebody's authenticator app, passkeys and recovery codes; the password alone opens then."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the user name")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Nobody of the staff is called {options['name']}.")
        there = actions.reset_factors(user=user)
        self.stdout.write("Done; they are told by email." if there else "There was no second step.")

"""`manage.py load_roles`: the roles of staff that are shipped, as groups. Safe to repeat."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.actions import roster

ROLES = Path(__file__).resolve().parent.parent.parent / "roles.json"


class Command(BaseCommand):
    help = "Makes the groups of staff that are shipped, and gives them what is new; what staff changed of one stays."

    def handle(self, *_args: Any, **_options: Any) -> None:
        # A demonstration's groups are nobody's work.
        roster.load_roles(json.loads(ROLES.read_text()), adopt=settings.DEMO)

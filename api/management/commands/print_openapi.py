"""Prints the OpenAPI document, as the site serves it."""

import json

from django.core.management.base import BaseCommand

from api.views.version1 import PREFIX, v1


class Command(BaseCommand):
    help = "Prints the OpenAPI document of the API, from which clients are generated."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        document = v1.get_openapi_schema(path_prefix=PREFIX)
        self.stdout.write(json.dumps(document, indent=1, ensure_ascii=False))

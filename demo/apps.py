"""The demo app."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from demo.checks import demonstration_is_off


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demonstration products"

    def ready(self) -> None:
        """Registers the warning of `check --deploy`."""
        register(demonstration_is_off, Tags.security, deploy=True)

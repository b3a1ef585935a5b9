"""Lets Django find the deployment checks."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from config import checks


class SiteConfig(AppConfig):
    name = "config"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Registers the checks that only `check --deploy` runs."""
        register(checks.own_database, Tags.security, deploy=True)
        register(checks.mail_leaves, deploy=True)
        register(checks.sample_passwords_are_gone, Tags.security, deploy=True)
        register(checks.sample_people_are_gone, Tags.database, deploy=True)
        register(checks.policy_is_strict, Tags.security)

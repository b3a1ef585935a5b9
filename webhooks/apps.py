"""The app of webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "webhooks"
    # The same group in the admin as the tokens of the API.
    verbose_name = _("Programs")

"""The web app: manners of HTTP that the other apps share."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "web"

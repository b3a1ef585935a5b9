"""Addresses of the Enterprise support form."""

from django.urls import path

from tickets.enterprise import views
from web import locales  # noqa: F401  registers <locale:…>

urlpatterns = [
    path("<locale:locale>/requests/enterprise", views.enterprise_form, name="enterprise_form"),
    path("<locale:locale>/requests/enterprise/received/<uuid:name>", views.received, name="enterprise_received"),
]

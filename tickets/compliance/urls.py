"""Addresses of the public forms."""

from django.urls import path

from tickets.compliance import views
from web import locales  # noqa: F401  registers <locale:…>

urlpatterns = [
    path("<locale:locale>/reports/follow-up", views.follow_up, name="report_follow_up"),
    path("<locale:locale>/reports/received/<uuid:name>", views.received, name="report_received"),
    path("<locale:locale>/reports/<slug:law>", views.report, name="report"),
]

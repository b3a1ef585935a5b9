"""Where the link of a notice leads."""

from django.urls import path

from tickets.not_me import views
from web import locales  # noqa: F401  registers <locale:…>

urlpatterns = [path("<locale:locale>/not-me/<str:token>", views.not_me, name="not_me")]

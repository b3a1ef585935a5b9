"""Where the way out of mail leads."""

from django.urls import path

from tickets.unsubscribing import views
from web import locales  # noqa: F401  registers <locale:…>

urlpatterns = [path("<locale:locale>/unsubscribe/<str:token>", views.unsubscribe, name="unsubscribe")]

"""Where the links of the question lead."""

from django.urls import path

from tickets.ratings import views
from web import locales  # noqa: F401  registers <locale:…>

urlpatterns = [path("<locale:locale>/rating/<str:token>", views.rate, name="rating")]

"""Addresses of the case page. The page is a noun; what changes something is a POST to a verb below it."""

from django.urls import include, path

from tickets.case_page import views
from web import locales  # noqa: F401  registers <locale:…>

_below = [
    path("write", views.write, name="case_write"),
    path("remove", views.remove, name="case_remove"),
    path("files/<slug:key>", views.file, name="case_file"),
    path("look", views.look, name="case_look"),
    path("nudge", views.nudge, name="case_nudge"),
    path("language", views.language, name="case_language"),
    path("admit", views.let_in, name="case_let_in"),
    path("stop", views.stop, name="case_stop"),
]

urlpatterns = [
    path("<locale:locale>/case/<slug:token>", views.case, name="case"),
    path("<locale:locale>/case/<slug:token>/", include(_below)),
]

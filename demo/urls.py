"""Pages of the demonstration on the help center host."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

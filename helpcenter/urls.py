"""Addresses of the helpcenter app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

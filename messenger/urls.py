"""Addresses of the messenger app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

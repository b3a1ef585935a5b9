"""Addresses of the demonstration products, on their own hosts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

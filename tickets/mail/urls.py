"""Addresses of the tickets app."""

from django.urls import path

from tickets.mail import views

urlpatterns = [
    path("mail/incoming", views.incoming_mail, name="incoming_mail"),
]

"""Addresses of the tickets app."""

from django.urls import path

from tickets.mail import provider_views, views

urlpatterns = [
    path("mail/incoming", views.incoming_mail, name="incoming_mail"),
    path("mail/events/<slug:provider>", provider_views.mail_events, name="mail_events"),
    path("mail/pictures/<str:token>", views.mail_picture, name="mail_picture"),
]

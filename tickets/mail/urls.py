"""Addresses of the tickets app."""

from django.urls import path

from tickets.mail import provider_events, provider_views, views

urlpatterns = [
    path("mail/incoming", views.incoming_mail, name="incoming_mail"),
    path("mail/events/<slug:provider>", provider_events.mail_events, name="mail_events"),
    path("mail/provider/<slug:provider>", provider_views.provider_mail, name="provider_mail"),
    path("mail/pictures/<str:token>", views.mail_picture, name="mail_picture"),
]

"""Addresses of the tickets app."""

from django.urls import path

from tickets.mail import views

urlpatterns = [
    path("mail/incoming", views.incoming_mail, name="incoming_mail"),
    path("mail/pictures/<str:token>", views.mail_picture, name="mail_picture"),
]

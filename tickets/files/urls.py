"""The address of people's files."""

from django.urls import path

from tickets.files import views

urlpatterns = [path("files/<str:token>", views.stored_file, name="stored_file")]

"""Where a screen looks. Without a language in it: it is typed by hand, and the screen knows its own."""

from django.urls import path

from tickets.screens import views

urlpatterns = [path("wall/<str:key>", views.screen, name="wall_screen")]

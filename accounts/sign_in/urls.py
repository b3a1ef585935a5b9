"""Addresses of signing in and out."""

from django.urls import path

from accounts.sign_in import farewell_views, product_views, silent_views, views
from web import locales

__all__ = ["locales", "urlpatterns"]  # importing the module registers the converter

urlpatterns = [
    path("sign-in/callback", views.sign_in_callback, name="sign_in_callback"),
    path("sign-in/keys/<str:host>", product_views.client_keys, name="client_keys"),
    path("sign-out/callback", farewell_views.sign_out_callback, name="sign_out_callback"),
    path("sign-in/back-channel-logout", product_views.back_channel_logout, name="back_channel_logout"),
    path("identify", product_views.identify, name="identify"),
    path("<locale:locale>/sign-in/", views.sign_in, name="sign_in"),
    path("<locale:locale>/sign-in/silent", silent_views.silent, name="silent"),
    path("<locale:locale>/sign-in/silent/answer", silent_views.silent_answer, name="silent_answer"),
    path("<locale:locale>/sign-in/<str:host>/confirm", silent_views.confirm, name="confirm"),
    path("<locale:locale>/sign-in/<str:host>/", views.sign_in_at, name="sign_in_at"),
    path("<locale:locale>/sign-out/", farewell_views.sign_out, name="sign_out"),
]

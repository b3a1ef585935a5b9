"""Addresses of the demonstration products, on their own hosts."""

from django.urls import path

from demo.views import problems, product, provider

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.broken

urlpatterns = [
    path("", product.home, name="demo_home"),
    path("people", product.people, name="demo_people"),
    path("identity", product.identity, name="demo_identity"),
    path("switch", product.switch, name="demo_switch"),
    path(".well-known/openid-configuration", provider.configuration, name="demo_configuration"),
    path(".well-known/jwks.json", provider.key_set, name="demo_key_set"),
    path("authorize", provider.authorize, name="demo_authorize"),
    path("token", provider.token, name="demo_token"),
]

"""The addresses below /api/."""

from django.urls import include, path, re_path

from api.views import version1

urlpatterns = [
    path("api/v1/openapi.json", version1.openapi, name="openapi"),
    path("api/v1/", include((version1.addresses(), "api-v1"))),
    re_path(r"^api/(?P<rest>.*)$", version1.nothing),
]

"""The help center's addresses: each app's own, the admin, and health."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import health
from web.security_txt import security_txt

handler403 = "config.problems.forbidden"
handler404 = "config.problems.not_found"
handler500 = "config.problems.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("workz", health.workz, name="workz"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("admin/", admin.site.urls),
    *([path("demo/", include("demo.urls"))] if settings.DEMO else []),
    path("", include("api.urls")),
    path("", include("accounts.sign_in.urls")),
    path("", include("tickets.mail.urls")),
    path("", include("tickets.case_page.urls")),
    path("", include("tickets.compliance.urls")),
    path("", include("tickets.enterprise.urls")),
    path("", include("tickets.files.urls")),
    path("", include("tickets.not_me.urls")),
    path("", include("tickets.ratings.urls")),
    path("", include("tickets.screens.urls")),
    path("", include("tickets.unsubscribing.urls")),
    path("", include("messenger.urls")),
    path("", include("helpcenter.urls")),
]

"""Where staff are logged in: one row beside each session of Django's, gone with it."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.staff import User


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def open(self, *, now: datetime) -> Self:
        """Those that still open, the last used first."""
        return self.filter(session__expire_date__gt=now).select_related("session").order_by("-seen_at", "-session_id")


class StaffSession(models.Model):
    """Who, since when, seen when, from which network and in what browser. Nothing narrower than the network is kept."""

    session = models.OneToOneField(Session, models.DB_CASCADE, primary_key=True, verbose_name=_("session"))
    user = models.ForeignKey(User, models.DB_CASCADE, related_name="staff_sessions", verbose_name=_("user"))
    # What the pages call it, as the session's own key opens the desk.
    number = models.UUIDField(_("number"), unique=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    browser = models.CharField(_("browser"), max_length=30, blank=True)
    system = models.CharField(_("system"), max_length=30, blank=True)
    began_at = models.DateTimeField(_("began"))
    seen_at = models.DateTimeField(_("last seen"))

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("login of staff")
        verbose_name_plural = _("logins of staff")
        indexes: ClassVar = [models.Index(fields=["user", "-seen_at"], name="accounts_staff_logins")]

    def __str__(self) -> str:
        if self.browser and self.system:
            return gettext("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or gettext("An unknown browser")

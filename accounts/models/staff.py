"""Staff users, from Django's own, and what each has set for themselves."""

from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Staff. The people who write in are `Customer` rows and can never sign in to the admin."""

    @property
    def own(self) -> "StaffSettings":
        """What they have set; who has set nothing has what everybody begins with. Comes along with who is logged in."""
        try:
            return self.staff_settings
        except StaffSettings.DoesNotExist:
            return StaffSettings(user=self)


class StaffSettings(models.Model):
    """One row for each person who has set something."""

    class Density(models.TextChoices):
        ROOMY = "roomy", _("Roomy")
        DENSE = "dense", _("Dense")

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="staff_settings", verbose_name=_("user")
    )
    # A code of settings.LANGUAGES, or "": as the browser asks.
    language = models.CharField(_("language"), max_length=12, blank=True)
    # A name such as Asia/Tokyo, or "": the site's.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    signature = models.TextField(
        _("signature"),
        max_length=500,
        blank=True,
        help_text=_("Stands below your replies in the email, above your name. Six lines at most."),
    )
    density = models.CharField(_("density of lists"), max_length=8, choices=Density, default=Density.ROOMY)
    single_keys = models.BooleanField(
        _("keys of one letter"), default=True, help_text=_("Such as j and k in the list; off for speech input.")
    )

    # Codes of languages of mail; empty for who didn't say.
    languages = models.JSONField(
        _("languages I answer in"),
        default=list,
        db_default=[],
        blank=True,
    )
    is_away = models.BooleanField(
        _("I’m away"),
        default=False,
        db_default=False,
        help_text=_("No ticket is handed out to you meanwhile, and colleagues see it when they assign one."),
    )

    class Meta:
        verbose_name = _("settings of staff")
        verbose_name_plural = _("settings of staff")

    def __str__(self) -> str:
        return gettext("Settings of %(name)s") % {"name": self.user}

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone; None for the site's, and for one that this machine doesn't know any more."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else None
        except (KeyError, OSError, ValueError):
            return None


class ShippedRole(models.Model):
    """Beside a group that is shipped as a role: what it was given, so that what staff changed of it stays."""

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True, related_name="shipped_role")
    # Permissions such as "tickets.view_ticket".
    given = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.group.name

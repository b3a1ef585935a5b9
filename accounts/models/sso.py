"""Single sign-on of staff: the providers, which of their groups are ours, and who at them is whom here."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.providers import Provider
from accounts.models.staff import User


class StaffProviderQuerySet(models.QuerySet["StaffProvider"]):
    def on(self) -> "StaffProviderQuerySet":
        """Those that staff can log in by."""
        return self.filter(is_on=True).order_by("name", "pk")

    def issued_by(self, issuer: str) -> "StaffProvider | None":
        """The one whose tokens carry exactly this issuer, or None."""
        return self.on().filter(issuer=issuer).first()


class StaffProvider(Provider):
    """A company's login (OpenID Connect) by which staff come in."""

    # A domain of customers has these; here the groups below and the people's own browsers say it.
    claims_map = None
    silent_sign_in = None  # type: ignore[assignment]

    name = models.CharField(_("name"), max_length=80, help_text=_("As on the login button: Log in with …"))
    is_on = models.BooleanField(_("on"), default=False, help_text=_("Whether the login page offers it."))
    email_domains = ArrayField(
        models.CharField(max_length=253),
        verbose_name=_("email domains"),
        default=list,
        blank=True,
        help_text=_("What may stand behind the @ of who logs in here for the first time, one a line. None: anything."),
    )
    binds_by_email = models.BooleanField(
        _("finds users by their address"),
        default=False,
        help_text=_(
            "At the first login a user with the same, verified address is joined to it, once. Never a superuser: they"
            " join it themselves, on their page How you log in."
        ),
    )
    makes_users = models.BooleanField(
        _("makes users"),
        default=False,
        help_text=_("At the first login, for who has one of the groups below there and is nobody here yet."),
    )
    groups_claim = models.CharField(
        _("claim with the groups"), max_length=200, default="groups", help_text=_("A dotted path leads into an object.")
    )
    second_step_values = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("counts as a second step"),
        default=list,
        blank=True,
        help_text=_(
            "Words in its amr or acr claim, one a line, such as mfa. With none of them the second step is asked here,"
            " as after a password."
        ),
    )
    ask_again_hours = models.PositiveSmallIntegerField(
        _("asked again after hours"),
        default=12,
        help_text=_("Then the login here is over, and whoever was removed there comes in no more."),
    )

    objects = StaffProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("company login for staff")
        verbose_name_plural = _("company logins for staff")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_staff_provider_asks_again", condition=Q(ask_again_hours__gte=1, ask_again_hours__lte=720)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffProviderGroup(models.Model):
    """One of the provider's groups, and the group here whose members are those who have it there."""

    provider = models.ForeignKey(StaffProvider, models.CASCADE, related_name="groups", verbose_name=_("company login"))
    value = models.CharField(_("group there"), max_length=200)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+", verbose_name=_("group here"))

    class Meta:
        verbose_name = _("group of a company login")
        verbose_name_plural = _("groups of a company login")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "value", "group"], name="accounts_staff_provider_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.value} = {self.group}"


class StaffBinding(models.Model):
    """Whom a provider's subject is here. The subject decides, never again the address."""

    provider = models.ForeignKey(
        StaffProvider, models.CASCADE, related_name="bindings", verbose_name=_("company login")
    )
    subject = models.CharField(_("subject there"), max_length=255)
    user = models.ForeignKey(User, models.CASCADE, related_name="bindings", verbose_name=_("user"))
    bound_at = models.DateTimeField(_("joined"))
    # Of a login that went all the way, so that passwords are only shut where this one is known to open.
    used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("user of a company login")
        verbose_name_plural = _("users of a company login")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "subject"], name="accounts_staff_binding_of_a_subject"),
            models.UniqueConstraint(fields=["provider", "user"], name="accounts_staff_binding_of_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.provider}"


class CompanyLogin(models.Model):
    """A session of Django's that somebody came in to by their company's login, gone with it.

    `session_there` is the provider's own name for its session (the sid claim), or ""; `sealed_id_token` is what asks
    the provider to log the person out, as `accounts.sealing` shut it, or "".
    """

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="+")
    binding = models.ForeignKey(StaffBinding, models.CASCADE, related_name="logins")
    session_there = models.CharField(max_length=255, blank=True)
    sealed_id_token = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("login by a company login")
        verbose_name_plural = _("logins by a company login")

    def __str__(self) -> str:
        return str(self.binding)

"""What staff have to sign in with beside their password, and of whom it is asked."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.staff import User
from accounts.staff.requirement import Rule


class StaffPolicyQuerySet(models.QuerySet["StaffPolicy"]):
    def current(self) -> "StaffPolicy":
        """The row, or how things are without one: everybody needs a second step, but for a demonstration."""
        return self.first() or StaffPolicy(pk=1, second_step=Rule.NOBODY if settings.DEMO else Rule.EVERYBODY)


class StaffPolicy(models.Model):
    """One row: what is asked of staff."""

    class SecondStep(models.TextChoices):
        NOBODY = Rule.NOBODY.value, _("Nobody: everybody may have one")
        ADMINS = Rule.ADMINS.value, _("Admins")
        EVERYBODY = Rule.EVERYBODY.value, _("Everybody")

    second_step = models.CharField(
        _("who needs a second step"),
        max_length=16,
        choices=SecondStep,
        help_text=_(
            "Beside the password: an authenticator app or a passkey. Who lacks one sets it up at the next login."
        ),
    )

    sso_only = models.BooleanField(
        _("company login only"),
        default=False,
        db_default=False,
        help_text=_("Passwords open nothing any more, but for the superusers named below."),
    )
    break_glass = models.ManyToManyField(
        User,
        blank=True,
        related_name="+",
        limit_choices_to={"is_superuser": True, "is_active": True},
        verbose_name=_("may still use a password"),
        help_text=_("Superusers for the day when the company login is away. Keep their passwords in a safe."),
    )

    objects = StaffPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("login policy for staff")
        verbose_name_plural = _("login policy for staff")
        constraints = (models.CheckConstraint(name="accounts_one_staff_policy", condition=models.Q(pk=1)),)

    def __str__(self) -> str:
        return gettext("Login policy for staff")

    @property
    def rule(self) -> Rule:
        return Rule(self.second_step)

    def lets_passwords_in(self, user: User) -> bool:
        """Whether this person's password opens: everybody's, unless only the company login does."""
        return not self.sso_only or (user.is_superuser and self.break_glass.filter(pk=user.pk).exists())


class AuthenticatorApp(models.Model):
    """Somebody's app that makes codes. Its secret is sealed, so that a copy of the database makes none."""

    user = models.OneToOneField(User, models.CASCADE, related_name="authenticator_app", verbose_name=_("user"))
    sealed_key = models.TextField(_("sealed secret"))
    # A code counts once: only one of a later half minute does after it.
    last_step = models.BigIntegerField(_("half minute of the last code"))
    created_at = models.DateTimeField(_("set up"))
    used_at = models.DateTimeField(_("last used"))

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def __str__(self) -> str:
        return gettext("Authenticator app")


class PasskeyQuerySet(models.QuerySet["Passkey"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user).order_by("pk")


class Passkey(models.Model):
    """A key pair on somebody's device; here is its public half."""

    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.BinaryField(_("number on the device"), max_length=1023)
    # The number, the make of the device and the public key, as the device said them.
    credential = models.BinaryField(_("public key"))
    # How often the device says that it signed; some say 0 for ever. Fewer than before is a copy.
    signatures = models.BigIntegerField(_("signatures"), default=0)
    created_at = models.DateTimeField(_("set up"))
    used_at = models.DateTimeField(_("last used"), null=True)

    objects = PasskeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        constraints = (models.UniqueConstraint(fields=["credential_id"], name="accounts_passkey_once"),)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that opens once, for whoever lost the device; only a digest of it is stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes", verbose_name=_("user"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = (models.UniqueConstraint(fields=["user", "digest"], name="accounts_recovery_code_once"),)

    def __str__(self) -> str:
        return gettext("Recovery code")

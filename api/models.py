"""Tokens of programs, who acts by one, and the writes that mustn't happen twice."""

from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from api.scopes import rights_of
from web.network import Networks


def validate_network(value: str) -> None:
    """Raises ValidationError for what is no network such as 192.0.2.0/24 or 2001:db8::/32, or no address."""
    try:
        ip_network(value)
    except ValueError as error:
        raise ValidationError(_("“%(value)s” is no network, such as 192.0.2.0/24."), params={"value": value}) from error


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Which tokens."""

    def holding(self, digest: str) -> "ApiToken | None":
        """The token with this digest, whether it still opens anything or not."""
        return self.filter(digest=digest).first()


class ApiToken(models.Model):
    """By which a program acts for a member of staff: what they may, as far as its scopes go. Only a digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("What uses it, such as “Order system”."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # By which people tell theirs apart.
    hint = models.CharField(_("ends with"), max_length=8, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"), default=list, blank=True)
    networks = ArrayField(
        models.CharField(max_length=50, validators=[validate_network]),
        verbose_name=_("networks"),
        default=list,
        blank=True,
        help_text=_("From where it opens, one a line, such as 192.0.2.0/24. Empty: from anywhere."),
    )
    expires_at = models.DateTimeField(_("expires"))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    used_from = models.CharField(_("last used from"), max_length=50, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token of a program")
        verbose_name_plural = _("tokens of programs")
        default_permissions = ("add", "change", "view")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "user",
                Lower("name"),
                condition=models.Q(revoked_at=None),
                name="api_token_name_once",
                violation_error_message=_("You have a token with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_good(self, now: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and now < self.expires_at

    def admits(self, networks: Networks) -> bool:
        """Whether it opens from there; from nowhere known only if it does from anywhere."""
        if not self.networks:
            return True
        return any(_is_within(ip_network(each), networks) for each in self.networks)


def _is_within(allowed: IPv4Network | IPv6Network, networks: Networks) -> bool:
    """Whether the narrowest of them lies in what is allowed. An IPv6 line is told by its /64 and never narrower."""
    if not networks:
        return False
    there: Any = ip_network(networks[0])
    if there.version != allowed.version:
        return False
    return bool(there.subnet_of(allowed) or (there.version == 6 and allowed.subnet_of(there)))


class Caller(User):
    """A member of staff as a token lets them act: no right that its scopes leave out, for superusers neither."""

    allowed: frozenset[str] = frozenset()
    token: ApiToken

    class Meta:
        proxy = True
        default_permissions = ()

    @classmethod
    def by(cls, token: ApiToken) -> "Caller | None":
        """Who acts by the token, or None where that is nobody's staff any more."""
        person = cls._default_manager.select_related("staff_settings").filter(pk=token.user_id).first()
        if person is None or not (person.is_active and person.is_staff):
            return None
        person.allowed = rights_of(token.scopes)
        return person

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether they may, and the token is for that."""
        return perm in self.allowed and super().has_perm(perm, obj)


class UsedKey(models.Model):
    """An Idempotency-Key that a token used, what for, and what came of it: by its row's key, never by its words."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="used_keys")
    digest = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    made = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["created_at"], name="api_used_key_age")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "digest"], name="api_used_key_once")]

    def __str__(self) -> str:
        return self.digest[:8]

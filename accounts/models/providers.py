"""What is known of a domain's OpenID Connect provider: where it is, how we show who we are, how it names things."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from web.outbound import is_loopback


def validate_secure(value: str) -> None:
    """Raises ValidationError for an address that we would never ask: without TLS, unless it is this machine's own."""
    url = urlsplit(value)
    if url.scheme != "https" and not is_loopback(url.hostname or ""):
        raise ValidationError(_("It must begin with https://."))


def validate_issuer(value: str) -> None:
    """Raises ValidationError for what can't be an issuer (OpenID Connect Discovery 1.0 §3)."""
    url = urlsplit(value)
    if url.query or url.fragment or "/.well-known" in url.path:
        raise ValidationError(_("The issuer alone: without /.well-known/…, a query or a fragment."))


class Provider(models.Model):
    """The half of a domain that speaks of its login.

    `sealed_credential` is the client secret, or the private key as a JWK, as `accounts.sealing` shut it; "" for none.
    `claims_map` is what `sign_in.claims_map` reads.
    """

    class ClientAuth(models.TextChoices):
        NONE = "none", _("not at all: a public client, with PKCE")
        BASIC = "client_secret_basic", _("client secret in a header (client_secret_basic)")
        POST = "client_secret_post", _("client secret in the form (client_secret_post)")
        KEY = "private_key_jwt", _("signed with a private key (private_key_jwt)")

    class Audience(models.TextChoices):
        ISSUER = "issuer", _("the issuer")
        TOKEN_ENDPOINT = "token_endpoint", _("the token endpoint")

    issuer = models.URLField(
        _("issuer"),
        unique=True,
        validators=[validate_secure, validate_issuer],
        help_text=_("The iss claim, and the OpenID Connect issuer: letter by letter, the last slash included."),
    )
    client_id = models.CharField(_("client id"), max_length=200, help_text=_("Also the audience of its tokens."))
    jwks_url = models.URLField(
        _("key set address"),
        blank=True,
        validators=[validate_secure],
        help_text=_("Empty: where the provider’s own description (jwks_uri) says."),
    )
    client_auth = models.CharField(
        _("how we show who we are"),
        max_length=30,
        choices=ClientAuth,
        default=ClientAuth.NONE,
        db_default=ClientAuth.NONE,
        help_text=_("As the client is registered there. PKCE is used in any case."),
    )
    sealed_credential = models.TextField(blank=True, default="", db_default="", editable=False)
    assertion_audience = models.CharField(
        _("whom the signature is for"),
        max_length=20,
        choices=Audience,
        default=Audience.ISSUER,
        db_default=Audience.ISSUER,
        help_text=_("For private_key_jwt alone. Providers differ; the page that tries it tells."),
    )
    extra_scopes = models.CharField(
        _("further scopes"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Beside openid, email and profile, separated by spaces: what the claims below need there."),
    )
    claims_map = models.JSONField(
        blank=True, default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    trusts_addresses = models.BooleanField(
        _("addresses count as verified"),
        default=False,
        db_default=False,
        help_text=_(
            "Where the provider doesn’t say (email_verified). Only when it proves every address before somebody can log"
            " in: answers go there, and support contacts are known by it. An address that it calls unverified never"
            " counts."
        ),
    )

    silent_sign_in = models.BooleanField(
        _("asked in silence"),
        default=False,
        db_default=False,
        help_text=_(
            "Who opens the messenger is recognized without a press, if they are logged in there: the provider is asked"
            " in a hidden frame (prompt=none). Only where its cookies reach a frame on a page of the help center, as"
            " they do under one domain name. Three domains at most are asked."
        ),
    )

    class Meta:
        abstract = True

    @property
    def has_key(self) -> bool:
        """Whether we show who we are by a private key, not by a shared secret."""
        return self.client_auth == self.ClientAuth.KEY

"""Why a signed token is not believed: one typed error for each reason, with a code and words for the person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class TokenRefusedError(Exception):
    """A token that doesn't identify anyone. `code` is for programs, `message` for people, `detail` for developers."""

    code = "invalid"
    message: str | Promise = _("We couldn't read your login. Please log in again.")

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class MalformedError(TokenRefusedError):
    """Not a signed token at all, or one whose parts can't be read."""

    code = "malformed"


class UnsignedError(TokenRefusedError):
    """Signed with nothing, with a shared secret, or with an algorithm we don't accept."""

    code = "unsigned"
    message = _("Your login isn't signed in a way we accept. Please log in again.")


class WrongTypeError(TokenRefusedError):
    """A token of another kind, made for another purpose (RFC 8725 §3.11)."""

    code = "wrong_type"
    message = _("Your login isn't of the kind that we accept here. Please log in again.")


class UnknownIssuerError(TokenRefusedError):
    """Issued by a domain that isn't one of ours."""

    code = "unknown_issuer"
    message = _("Your login comes from an address that we don't know.")


class BadSignatureError(TokenRefusedError):
    """Not signed by a key of the domain that it names."""

    code = "bad_signature"
    message = _("We couldn't confirm who logged you in. Please log in again.")


class ExpiredError(TokenRefusedError):
    """Too old."""

    code = "expired"
    message = _("Your login has expired. Please log in again.")


class NotYetValidError(TokenRefusedError):
    """Issued in the future: one of the two clocks is wrong."""

    code = "not_yet_valid"
    message = _("Your login isn't valid yet. Please try again in a moment.")


class TooLongLivedError(TokenRefusedError):
    """Valid for longer than an embedded identity may be."""

    code = "too_long_lived"
    message = _("Your login is valid for longer than we accept. Please log in again.")


class WrongAudienceError(TokenRefusedError):
    """Made for somebody else."""

    code = "wrong_audience"
    message = _("Your login was made for another site. Please log in again.")


class WrongNonceError(TokenRefusedError):
    """Answers another sign-in than the one that was started."""

    code = "wrong_nonce"
    message = _("Your login doesn't belong to the one you started here. Please try again.")


class WrongAccessTokenError(TokenRefusedError):
    """Came with another access token than the one it speaks of."""

    code = "wrong_access_token"
    message = _("Your login doesn't belong to the one you started here. Please try again.")


class OtherSubjectError(TokenRefusedError):
    """Asked for more about the person, the provider spoke of somebody else."""

    code = "other_subject"
    message = _("We couldn't confirm who logged you in. Please log in again.")


class MissingClaimError(TokenRefusedError):
    """Lacks something that we need to know; `detail` names it."""

    code = "missing_claim"
    message = _("Your login lacks something that we need. Please log in again.")


class InvalidClaimError(TokenRefusedError):
    """Says something that can't be right; `detail` names it."""

    code = "invalid_claim"


class ProductMismatchError(TokenRefusedError):
    """Speaks for another product than its domain's."""

    code = "product_mismatch"
    message = _("Your login is for another product than the address you logged in at.")


class ReplayedError(TokenRefusedError):
    """Used before."""

    code = "replayed"
    message = _("This login was already used. Please log in again.")


class KeysUnavailableError(TokenRefusedError):
    """The domain's keys can't be fetched, so nothing can be said about the token."""

    code = "keys_unavailable"
    message = _("We can't reach the place where you log in at the moment. Please try again later.")

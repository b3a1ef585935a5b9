"""Why a company login lets nobody in: a code of ours, and words for whoever stands before the door."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.sso.meeting import Refusal

_WORDS: dict[str, str | Promise] = {
    Refusal.NOT_ACTIVE: _("Your user here is switched off."),
    Refusal.NO_ADDRESS: _("Your company login doesn’t say your email address, so we can’t tell who you are."),
    Refusal.UNVERIFIED: _("Your company login says that your email address isn’t verified."),
    Refusal.OTHER_DOMAIN: _("Your email address isn’t of a company that logs in here."),
    Refusal.SUPERUSER: _(
        "Your address alone doesn’t make you a superuser. Log in with your password, then join the company login on the"
        " page How you log in."
    ),
    Refusal.JOINED_ALREADY: _("The user with your address is joined to another account of your company’s already."),
    Refusal.AMBIGUOUS: _("Several users here have your email address."),
    Refusal.NO_GROUP: _("You are in none of the groups of your company that may log in here."),
    Refusal.NOBODY_HERE: _("Your company login worked, but you are nobody here yet."),
    "taken": _("That account of your company’s is joined to another user already."),
    "joined_already": _("The user with your address is joined to another account of your company’s already."),
    "name_taken": _("There is a user of your name already who isn’t you."),
    "nobody": _("Your company login doesn’t say who you are."),
}


class SsoRefusedError(Exception):
    """Nobody comes in. `reason` is a code of ours; `staff` is the number of whose account it was about, if any."""

    def __init__(self, reason: str, *, staff: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.staff = staff

    @property
    def message(self) -> str:
        """For the person."""
        return str(_WORDS[self.reason])

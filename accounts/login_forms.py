"""The staff's login, with a limit on guesses: by account and network, and by account from networks not seen before."""

import logging
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.staff.factors import may_use_password
from web.actions import give_back, is_used_up, take
from web.limits import Claim, TooOftenError, claims, when_again
from web.network import Networks, networks_of

logger = logging.getLogger(__name__)


class StaffLoginForm(AdminAuthenticationForm):
    """Counts a try before the password is looked at, which is dear, and takes it back when it was right."""

    def clean(self) -> dict[str, Any]:
        now = timezone.now()
        name = str(self.cleaned_data.get("username", "")).strip().lower()
        networks = networks_of(self.request) if self.request else ()
        at_home = claims("staff_known", account=name, about=networks[:1])
        counted = _tries(name, networks, known=is_used_up(at_home, now=now))
        try:
            take(counted, now=now)
        except TooOftenError as refused:
            logger.warning("Staff logins are refused for %d s: too many failed.", refused.seconds)
            text = _("Too many logins have failed for this account or from your network.")
            raise ValidationError(when_again(refused, after=text), code="too_often") from refused
        cleaned = super().clean()
        give_back(counted)
        if not is_used_up(at_home, now=now):
            take(at_home, now=now)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """Where only the company's login opens, a right password doesn't; a wrong one is told as ever."""
        super().confirm_login_allowed(user)
        if not may_use_password(user):
            text = _("Passwords open nothing here any more: log in with your company’s login.")
            raise ValidationError(text, code="company_login_only")


def _tries(name: str, networks: Networks, *, known: bool) -> list[Claim]:
    """What one try counts for. Strangers' guesses lock nobody out where they have logged in before."""
    tries = claims("staff_login", account=name, about=networks[:1]) + claims("staff_login", networks=networks)
    return tries if known else tries + claims("staff_account", account=name)

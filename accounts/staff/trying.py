"""Guesses of a code or of one's own password, which have a limit. Counts a try before it is looked at."""

from datetime import datetime

from accounts.models import User
from accounts.staff import actions, codes
from web.actions import give_back, take
from web.limits import claims
from web.network import Networks


class WrongPasswordError(Exception):
    """It is another one."""


def try_code(*, user: User, code: str, networks: Networks, now: datetime) -> actions.Used:
    """Raises actions.WrongCodeError, TooOftenError.

    Only six digits can be guessed: codes for recovery aren't counted by account, so that whoever has the password, and
    guesses, can't keep the owner out.
    """
    counted = claims("staff_code", networks=networks)
    if codes.is_of_app(codes.bare(code)):
        counted += claims("staff_code", account=user.pk) + claims("staff_code_day", account=user.pk)
    take(counted, now=now)
    used = actions.use_code(user=user, code=code, now=now)
    give_back(counted)
    return used


def try_passkey(*, user: User, state: object, answer: str, networks: Networks, now: datetime) -> actions.Used:
    """Raises passkeys.PasskeyRefusedError, TooOftenError."""
    counted = claims("staff_code", networks=networks)
    take(counted, now=now)
    used = actions.use_passkey(user=user, state=state, answer=answer, now=now)
    give_back(counted)
    return used


def try_password(*, user: User, password: str, networks: Networks, now: datetime) -> None:
    """Their own, once more. Raises WrongPasswordError, TooOftenError."""
    name = user.get_username().strip().lower()
    counted = claims("staff_login", account=name, about=networks[:1]) + claims("staff_login", networks=networks)
    take(counted, now=now)
    if not user.check_password(password):
        raise WrongPasswordError
    give_back(counted)

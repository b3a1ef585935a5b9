"""Changes what staff have to sign in with. Each locks the person's row, so that two of them take turns."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from accounts.models import AuthenticatorApp, Passkey, RecoveryCode, StaffPolicy, User
from accounts.sealing import SealBrokenError, seal, unseal
from accounts.sso.offers import admin_has_come_in_by, can_open
from accounts.staff import codes, passkeys, session_actions
from accounts.staff.emails import What
from accounts.staff.factors import factors_of, must_have
from accounts.staff.requirement import Rule
from accounts.staff.tasks import tell_staff

KEY_PURPOSE = "authenticator app"
MOST_PASSKEYS = 20


class WrongCodeError(Exception):
    """The code opens nothing: wrong, too old, used before, or nobody's. Which, nobody is told."""


class LastFactorError(Exception):
    """The policy asks for a second step, and this is the only one."""


class AlreadyThereError(Exception):
    """There is one already, or as many as there may be."""


class LockedOutError(Exception):
    """Passwords can't be shut: nobody would get in. The code says what is missing."""


class Used(StrEnum):
    """What the second step was."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


@transaction.atomic
def keep_app(*, user: User, key: bytes, code: str, now: datetime) -> list[str]:
    """The app is theirs, as its first code proves. Returns recovery codes if these are their first.

    Raises WrongCodeError, AlreadyThereError.
    """
    _lock(user)
    if AuthenticatorApp.objects.filter(user=user).exists():
        raise AlreadyThereError
    step = codes.matching_step(codes.bare(code), key, seconds=now.timestamp(), after=0)
    if step is None:
        raise WrongCodeError
    sealed = seal(codes.in_letters(key), purpose=KEY_PURPOSE)
    AuthenticatorApp.objects.create(user=user, sealed_key=sealed, last_step=step, created_at=now, used_at=now)
    _tell(user, What.APP_ADDED)
    return _first_codes(user)


@transaction.atomic
def keep_passkey(*, user: User, made: passkeys.Made, name: str, now: datetime) -> list[str]:
    """The passkey is theirs. Returns recovery codes if these are their first. Raises AlreadyThereError."""
    _lock(user)
    if Passkey.objects.of(user).count() >= MOST_PASSKEYS:
        raise AlreadyThereError
    try:
        with transaction.atomic():
            Passkey.objects.create(
                user=user,
                name=name,
                credential_id=made.credential_id,
                credential=made.credential,
                signatures=made.signatures,
                created_at=now,
            )
    except IntegrityError as error:
        raise AlreadyThereError from error
    _tell(user, What.PASSKEY_ADDED)
    return _first_codes(user)


@transaction.atomic
def remove_app(*, user: User) -> None:
    """Raises LastFactorError."""
    _lock(user)
    app = AuthenticatorApp.objects.filter(user=user).first()
    if app is not None:
        _check_not_last(user)
        app.delete()
        _forget_codes_without_factor(user)
        _tell(user, What.APP_REMOVED)


@transaction.atomic
def remove_passkey(*, user: User, pk: int) -> None:
    """One of their own; of another's, nothing happens. Raises LastFactorError."""
    _lock(user)
    passkey = Passkey.objects.of(user).filter(pk=pk).first()
    if passkey is not None:
        _check_not_last(user)
        passkey.delete()
        _forget_codes_without_factor(user)
        _tell(user, What.PASSKEY_REMOVED)


@transaction.atomic
def make_recovery_codes(*, user: User) -> list[str]:
    """New ones, which take the place of those before. They are told here, once, and stored as digests."""
    _lock(user)
    _tell(user, What.CODES_MADE)
    return _make_codes(user)


@transaction.atomic
def use_code(*, user: User, code: str, now: datetime) -> Used:
    """A code of the app, or one for recovery; each opens once. Raises WrongCodeError."""
    _lock(user)
    code = codes.bare(code)
    if codes.is_of_app(code):
        _use_app(user, code, now)
        return Used.APP
    used, _rows = RecoveryCode.objects.filter(user=user, digest=codes.digest_of(code)).delete()
    if not used:
        raise WrongCodeError
    _tell(user, What.CODE_USED)
    return Used.RECOVERY_CODE


@transaction.atomic
def use_passkey(*, user: User, state: object, answer: str, now: datetime) -> Used:
    """One of their passkeys signed what was asked. Raises passkeys.PasskeyRefusedError."""
    _lock(user)
    theirs = list(Passkey.objects.of(user))
    signed = passkeys.signed(state, answer, theirs)
    passkey = next(each for each in theirs if bytes(each.credential_id) == signed.credential_id)
    if max(signed.signatures, passkey.signatures) > 0 and signed.signatures <= passkey.signatures:
        raise passkeys.PasskeyRefusedError("it has signed fewer times than before: there is a copy of it")
    passkey.signatures, passkey.used_at = signed.signatures, now
    passkey.save(update_fields=["signatures", "used_at"])
    return Used.PASSKEY


@transaction.atomic
def reset_factors(*, user: User) -> bool:
    """Takes away all that somebody has beside the password, logs them out and tells them; whether there was any."""
    _lock(user)
    mine = [AuthenticatorApp, Passkey, RecoveryCode]
    gone = sum(model._default_manager.filter(user=user).delete()[0] for model in mine)
    session_actions.end_others(user=user)  # the device that they lost may be logged in
    if gone:
        _tell(user, What.RESET)
    return bool(gone)


@transaction.atomic
def change_policy(
    *, second_step: Rule, sso_only: bool = False, break_glass: Sequence[User] = (), keep: str | None = None
) -> None:
    """Of whom a second step is asked, and whether passwords open. Raises LockedOutError.

    Who lacks one is logged out, but in the session by the key `keep`; so is everybody when passwords are shut.
    """
    was_open = not StaffPolicy.objects.current().sso_only
    if sso_only and was_open and not admin_has_come_in_by():
        raise LockedOutError("nobody_came_in")
    if sso_only and not can_open(break_glass):
        raise LockedOutError("nobody_opens")
    policy, _made = StaffPolicy.objects.update_or_create(
        pk=1, defaults={"second_step": second_step, "sso_only": sso_only}
    )
    policy.break_glass.set(break_glass)
    if sso_only and was_open:
        session_actions.end_everywhere(users=User.objects.filter(is_staff=True), keep=keep)
    without = User.objects.filter(is_staff=True, authenticator_app=None, passkeys=None)
    session_actions.end_everywhere(users=[user for user in without if must_have(user)], keep=keep)


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _tell(user: User, what: What) -> None:
    tell_staff.defer(user_id=user.pk, what=what)


def _use_app(user: User, code: str, now: datetime) -> None:
    app = AuthenticatorApp.objects.filter(user=user).first()
    if app is None:
        raise WrongCodeError
    try:
        key = codes.from_letters(unseal(app.sealed_key, purpose=KEY_PURPOSE))
    except SealBrokenError as error:
        raise WrongCodeError from error
    step = codes.matching_step(code, key, seconds=now.timestamp(), after=app.last_step)
    if step is None:
        raise WrongCodeError
    app.last_step, app.used_at = step, now
    # Sealed anew with the key of today, so that an earlier SECRET_KEY can be dropped.
    app.sealed_key = seal(codes.in_letters(key), purpose=KEY_PURPOSE)
    app.save(update_fields=["last_step", "used_at", "sealed_key"])


def _check_not_last(user: User) -> None:
    if factors_of(user).count == 1 and must_have(user):
        raise LastFactorError


def _forget_codes_without_factor(user: User) -> None:
    if not factors_of(user).are_there:
        RecoveryCode.objects.filter(user=user).delete()


def _first_codes(user: User) -> list[str]:
    return [] if RecoveryCode.objects.filter(user=user).exists() else _make_codes(user)


def _make_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    made = codes.new_recovery_codes()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=codes.digest_of(code)) for code in made])
    return made

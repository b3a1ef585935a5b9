"""What somebody of the staff has to sign in with, read in a fixed number of questions. Changes nothing."""

from dataclasses import dataclass

from accounts.models import AuthenticatorApp, Passkey, RecoveryCode, StaffPolicy, User
from accounts.staff.requirement import Next, Person, after_password, is_required


@dataclass(frozen=True, slots=True)
class Factors:
    """An app or None, passkeys in the order they were made, how many recovery codes are left."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def are_there(self) -> bool:
        """Whether there is a second step; recovery codes alone are none."""
        return self.app is not None or bool(self.passkeys)

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.app is not None)


def factors_of(user: User) -> Factors:
    """All that this person has."""
    return Factors(
        app=AuthenticatorApp.objects.filter(user=user).first(),
        passkeys=list(Passkey.objects.of(user)),
        codes_left=RecoveryCode.objects.filter(user=user).count(),
    )


def is_admin(user: User) -> bool:
    """Who may change the policy itself, and so counts among the admins that it can speak of."""
    return user.has_perm("accounts.change_staffpolicy")


def must_have(user: User) -> bool:
    """Whether the policy asks a second step of this person."""
    return is_required(StaffPolicy.objects.current().rule, Person(is_admin(user), has_second_step=True))


def may_use_password(user: User) -> bool:
    """Whether the policy lets this person's password open anything."""
    return StaffPolicy.objects.current().lets_passwords_in(user)


def next_for(user: User) -> Next:
    """What comes after this person's password."""
    return after_password(StaffPolicy.objects.current().rule, Person(is_admin(user), factors_of(user).are_there))

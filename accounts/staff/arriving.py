"""Between the password, or the company's login, and being signed in: who waits for the second step, in the session.

Until the second step is there nobody is signed in, so that every other page sees a stranger.
"""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.models import StaffPolicy, User
from accounts.sso import actions as company

_PENDING, _CONFIRMED = "staff_pending", "staff_confirmed"
# How long the second step may take, and how long a password counts as just given, in seconds.
PENDING_FOR, CONFIRMED_FOR = 15 * 60, 15 * 60


@dataclass(frozen=True, slots=True)
class CameBy:
    """Who they are at their company's login, and after how many hours it is asked again.

    `session` and `sealed_id_token` as `CompanyLogin` keeps them.
    """

    binding: int
    hours: int
    session: str = ""
    sealed_id_token: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right, or who `came_by` their company's login.

    `enrols`: they have no second step and must set one up.
    """

    user: User
    backend: str
    onward: str
    enrols: bool
    came_by: CameBy | None = None


@dataclass(frozen=True, slots=True)
class AtHand:
    """Who sets up how they sign in: somebody signed in, or somebody who must do it first."""

    user: User
    pending: Pending | None


def wait(
    request: HttpRequest, user: User, *, onward: str, enrols: bool, now: datetime, came_by: CameBy | None = None
) -> None:
    """The password was right, or the company's login; what is missing is the second step."""
    if request.user.is_authenticated:
        logout(request)  # somebody else was signed in in this browser
    request.session.cycle_key()
    request.session[_PENDING] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "onward": onward,
        "enrols": enrols,
        "until": now.timestamp() + PENDING_FOR,
        "came_by": list(astuple(came_by)) if came_by else None,
    }


def pending_of(request: HttpRequest, *, now: datetime) -> Pending | None:
    """Who waits in this browser: nobody once it took too long, the password is another one, or they were shut out."""
    kept = request.session.get(_PENDING)
    if not kept or kept["until"] < now.timestamp():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    came_by = CameBy(*kept["came_by"]) if kept.get("came_by") else None
    if came_by is None and not StaffPolicy.objects.current().lets_passwords_in(user):
        return None  # passwords were shut meanwhile
    return Pending(user, kept["backend"], kept["onward"], kept["enrols"], came_by)


def come_in(request: HttpRequest, pending: Pending, *, now: datetime) -> None:
    """Signs them in."""
    login(request, pending.user, backend=pending.backend)
    request.session.pop(_PENDING, None)
    if pending.came_by:
        # A fixed time, which no click puts off: whoever was removed there comes in no more.
        request.session.set_expiry(now + timedelta(hours=pending.came_by.hours))
        request.session.cycle_key()  # makes its row, which the login is kept beside
        company.went_through(
            binding=pending.came_by.binding,
            key=str(request.session.session_key),
            session_there=pending.came_by.session,
            sealed_id_token=pending.came_by.sealed_id_token,
            now=now,
        )
    confirm(request, now=now)


def person_at_hand(request: HttpRequest, *, now: datetime) -> AtHand | None:
    """Whose sign-in may be set up in this browser."""
    user = request.user
    if isinstance(user, User) and user.is_active and user.is_staff:
        return AtHand(user, None)
    pending = pending_of(request, now=now)
    return AtHand(pending.user, pending) if pending and pending.enrols else None


def confirm(request: HttpRequest, *, now: datetime) -> None:
    """They have just shown that it is they."""
    request.session[_CONFIRMED] = now.timestamp()


def is_confirmed(request: HttpRequest, *, now: datetime) -> bool:
    """Whether that was a moment ago: an open desk that somebody left is not enough to change how they sign in."""
    at: float = request.session.get(_CONFIRMED, 0)
    return now.timestamp() - at < CONFIRMED_FOR

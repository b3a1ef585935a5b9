"""Writes what a company login changes: who is whom, users it makes, groups it gives and takes. Locks the provider."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from accounts.actions.using import use_token
from accounts.models import CompanyLogin, StaffBinding, StaffPolicy, StaffProvider, User
from accounts.sign_in.claims import Logout
from accounts.sso.meeting import Arrived, Candidate, Here, Meeting, Refusal, Rules, decide
from accounts.sso.refusals import SsoRefusedError
from accounts.staff import session_actions
from accounts.staff.emails import What
from accounts.staff.tasks import tell_staff


@dataclass(frozen=True, slots=True)
class Met:
    """Who it is, how they came to be it, and the names of the groups that were given and taken."""

    user: User
    binding: StaffBinding
    meeting: Meeting
    given: list[str]
    taken: list[str]


@transaction.atomic
def meet(*, provider: StaffProvider, arrived: Arrived, now: datetime) -> Met:
    """Whose login this is; makes and joins what the provider's row allows. Raises SsoRefusedError."""
    StaffProvider.objects.select_for_update().get(pk=provider.pk)  # two first logins at once take turns
    binding = StaffBinding.objects.select_related("user").filter(provider=provider, subject=arrived.subject).first()
    users = [] if binding else _of_address(arrived.email)
    ours = _groups_of(provider, arrived)
    rules = Rules(provider.binds_by_email, provider.makes_users, provider.email_domains)
    here = Here(
        bound=_candidate(binding.user, provider) if binding else None,
        same_address=[_candidate(user, provider) for user in users],
        has_group=bool(ours),
    )
    decided = decide(arrived, rules, here)
    if isinstance(decided, Refusal):
        known = binding.user if binding else users[0] if len(users) == 1 else None
        raise SsoRefusedError(decided, staff=known.pk if known else None)
    if binding is None:
        user = users[0] if decided == Meeting.BIND else _make(arrived)
        binding = _bind(provider, user, arrived.subject, now)
        if decided == Meeting.BIND:
            tell_staff.defer(user_id=user.pk, what=What.COMPANY_LOGIN_JOINED)
    given, taken = _sync(provider, binding.user, ours)
    return Met(binding.user, binding, decided, given, taken)


@transaction.atomic
def join(*, provider: StaffProvider, user: User, arrived: Arrived, now: datetime) -> Met:
    """Somebody who is logged in, and has shown that it is they, says that this is them. Raises SsoRefusedError."""
    StaffProvider.objects.select_for_update().get(pk=provider.pk)
    theirs = StaffBinding.objects.filter(provider=provider, user=user).first()
    owner = StaffBinding.objects.filter(provider=provider, subject=arrived.subject).first()
    if owner is not None and owner.user_id != user.pk:
        raise SsoRefusedError("taken", staff=user.pk)
    if theirs is not None and theirs.subject != arrived.subject:
        raise SsoRefusedError(Refusal.JOINED_ALREADY, staff=user.pk)
    binding = theirs or _bind(provider, user, arrived.subject, now)
    if theirs is None:
        tell_staff.defer(user_id=user.pk, what=What.COMPANY_LOGIN_JOINED)
    given, taken = _sync(provider, user, _groups_of(provider, arrived))
    return Met(user, binding, Meeting.BIND, given, taken)


@transaction.atomic
def joined(*, binding: int, now: datetime) -> None:
    """They have shown both at once: who they are here, and that the login there leads to them; it is known to open."""
    StaffBinding.objects.filter(pk=binding).update(used_at=now)


@transaction.atomic
def went_through(*, binding: int, key: str, session_there: str, sealed_id_token: str, now: datetime) -> None:
    """A login by it went all the way, in the session by this key, so that it is known to open."""
    StaffBinding.objects.filter(pk=binding).update(used_at=now)
    kept = {"binding_id": binding, "session_there": session_there, "sealed_id_token": sealed_id_token}
    CompanyLogin.objects.update_or_create(session_id=key, defaults=kept)


@transaction.atomic
def change_provider(*, provider: StaffProvider) -> None:
    """Saves it. Whoever comes in by one that is switched off is logged out."""
    provider.save()
    if not provider.is_on:
        session_actions.end_everywhere(users=User.objects.filter(bindings__provider=provider))


@transaction.atomic
def part(*, binding: StaffBinding) -> None:
    """The subject is nobody here any more, and whoever came in by it is logged out."""
    session_actions.end_others(user=binding.user)
    binding.delete()


@transaction.atomic
def end_logins(*, provider: StaffProvider, logout: Logout, now: datetime) -> int:
    """Ends the logins of who logged out at the provider; how many there were. Raises ReplayedError for a used token.

    A session's own, and those of its subject that name no session; without a session all that the subject has by this
    provider. A login by a password is none of the provider's.
    """
    use_token(issuer=provider, token_id=logout.token_id, expires_at=logout.expires_at)
    of_subject = Q(binding__subject=logout.subject)
    if logout.session and logout.subject:
        meant = of_subject & Q(session_there__in=[logout.session, ""])
    else:
        meant = Q(session_there=logout.session) if logout.session else of_subject
    theirs = CompanyLogin.objects.filter(meant, binding__provider=provider, session__expire_date__gt=now)
    keys = list(theirs.values_list("session", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def allow_passwords() -> bool:
    """The way back in: passwords open again; whether they were shut."""
    return bool(StaffPolicy.objects.filter(sso_only=True).update(sso_only=False))


def _of_address(email: str) -> list[User]:
    return list(User.objects.filter(email__iexact=email).order_by("pk")[:2]) if email else []


def _candidate(user: User, provider: StaffProvider) -> Candidate:
    is_bound = StaffBinding.objects.filter(provider=provider, user=user).exists()
    return Candidate(user.is_active and user.is_staff, user.is_superuser, is_bound)


def _groups_of(provider: StaffProvider, arrived: Arrived) -> set[Group]:
    rows = provider.groups.select_related("group")
    return {row.group for row in rows if row.value in arrived.groups}


def _make(arrived: Arrived) -> User:
    name = arrived.email.lower()
    if len(name) > 150 or User.objects.filter(username__iexact=name).exists():
        raise SsoRefusedError("name_taken")
    user = User(
        username=name,
        email=arrived.email,
        first_name=arrived.first_name,
        last_name=arrived.last_name,
        is_staff=True,
    )
    user.set_unusable_password()
    user.save()
    return user


def _bind(provider: StaffProvider, user: User, subject: str, now: datetime) -> StaffBinding:
    return StaffBinding.objects.create(provider=provider, user=user, subject=subject, bound_at=now)


def _sync(provider: StaffProvider, user: User, ours: set[Group]) -> tuple[list[str], list[str]]:
    """Gives and takes the groups that the provider speaks of; the others are nobody's business there."""
    spoken_of = Group.objects.filter(pk__in=provider.groups.values("group"))
    has = set(user.groups.filter(pk__in=spoken_of))
    user.groups.add(*(ours - has))
    user.groups.remove(*(has - ours))
    return sorted(group.name for group in ours - has), sorted(group.name for group in has - ours)

"""People with known rights, made by name. Every argument is keyword-only; a test changes only what it is about."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.db.models import Max
from django.test import Client
from django.utils import timezone

from accounts.actions import roster
from accounts.models import Customer, Domain, Organisation, ShippedRole, User, Visitor
from accounts.staff.sessions import SEEN
from tests import rows

ORIGIN = "http://help.localhost:8000"
_GROUPS = json.loads((Path(__file__).resolve().parent.parent / "accounts" / "roles.json").read_text())
_groups_made: dict[int, rows.Rows] = {}  # by the newest permission


@dataclass(frozen=True)
class Part:
    """What a person's token said when they signed in."""

    host: str
    plan: str = ""
    role: str = ""
    organisation: str = ""


PARTS = {
    "free": Part("claude.localhost", plan="free"),
    "pro": Part("claude.localhost", plan="pro"),
    "team_member": Part("claude.localhost", plan="team", role="member", organisation="team"),
    "team_owner": Part("claude.localhost", plan="team", role="owner", organisation="team"),
    "enterprise_owner": Part("claude.localhost", plan="enterprise", role="primary_owner", organisation="enterprise"),
    "console_admin": Part("platform.localhost", role="admin", organisation="console"),
    "console_member": Part("platform.localhost", role="developer", organisation="console"),
    "legacy_admin": Part("console.localhost", role="admin", organisation="console"),
}


class Browser(Client):
    """Django's test client on the help center's own origin, as a browser there behaves."""

    visitor: Visitor | None = None
    user: User | None = None

    def __init__(self, **defaults: object) -> None:
        super().__init__(headers={"Host": "help.localhost:8000", "Origin": ORIGIN}, **defaults)


def domain(*, host: str = "claude.localhost", **changes: object) -> Domain:
    """The domain of one of the products; console.localhost is the legacy one, with its successor."""
    product = "claude" if host == "claude.localhost" else "console"
    wanted: dict[str, object] = {
        "name": host,
        "product": product,
        "issuer": f"http://{host}:8000",
        "client_id": "help-center",
        "jwks_url": f"http://{host}:8000/jwks.json",
        "embed_origins": [f"http://{host}:8000"],
    }
    if host == "console.localhost":
        platform = domain(host="platform.localhost")
        wanted |= {"status": "legacy", "successor": platform, "shares_accounts_with": platform}
    return Domain.objects.update_or_create(host=host, defaults=wanted | changes)[0]


def customer(*, person: str = "pro", email: str = "", name: str = "", locale: str = "en") -> Customer:
    """The customer behind a part of the cast, made once."""
    part = PARTS[person]
    home = domain(host=part.host).home
    organisation = None
    if part.organisation:
        organisation, _ = Organisation.objects.get_or_create(
            domain=home, external_id=part.organisation, defaults={"name": part.organisation.title()}
        )
    return Customer.objects.get_or_create(
        domain=home,
        subject=person,
        defaults={
            "email": email or f"{person}@example.com",
            "name": name or person.replace("_", " ").title(),
            "locale": locale,
            "organisation": organisation,
            "plan": part.plan,
            "role": part.role,
            "claims_at": timezone.now(),
        },
    )[0]


def visitor(*, person: str = "") -> tuple[Visitor, str]:
    """A visitor and its token; signed in as a part of the cast, or as nobody."""
    token = secrets.token_urlsafe(32)
    made = Visitor(token_digest=sha256(token.encode()).hexdigest(), expires_at=timezone.now() + timedelta(days=1))
    if person:
        part = PARTS[person]
        made.customer, made.domain = customer(person=person), domain(host=part.host)
        made.email, made.name = made.customer.email, made.customer.name
        made.plan, made.role, made.signed_in_at = part.plan, part.role, timezone.now()
    made.save()
    return made, token


def browser(*, person: str = "") -> Browser:
    """A browser with a visit; `browser.visitor` is its row."""
    made = Browser()
    made.visitor, made.cookies["visitor"] = visitor(person=person)
    return made


def _load_groups() -> None:
    """The roles that are shipped, as `roster` makes them; where there are none, copies of what it made before."""
    there = set(Group.objects.values_list("name", flat=True))
    if there >= set(_GROUPS):
        return
    # A test that emptied the database has other permissions.
    newest = Permission.objects.aggregate(newest=Max("id"))["newest"]
    if not there and newest in _groups_made:
        rows.put_back(_groups_made[newest])
        return
    roster.load_roles(_GROUPS, adopt=True)
    if not there:
        _groups_made[newest] = rows.of([Group, Group.permissions.through, ShippedRole])


def staff(*, name: str = "agent", groups: tuple[str, ...] = ("agents",), superuser: bool = False) -> User:
    """A staff user in some of the roles that are shipped."""
    _load_groups()
    roster.load_staff([{"username": name, "email": f"{name}@help.localhost", "groups": groups, "superuser": superuser}])
    return User.objects.get(username=name)


def give(user: User, *rights: str) -> None:
    """Rights of their own, such as "tickets.view_ticket", beside those of their groups."""
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def staff_browser(*, name: str = "agent", groups: tuple[str, ...] = ("agents",), superuser: bool = False) -> Browser:
    """A browser signed in to the admin; `browser.user` is the member of staff."""
    made = Browser()
    made.user = staff(name=name, groups=groups, superuser=superuser)
    made.force_login(made.user)
    # As if seen a moment ago: noticing it is a few questions more, once.
    session = made.session
    session[SEEN] = (session.session_key, 2**40)
    session.save()
    return made

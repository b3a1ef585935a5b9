"""Fills the tables of people for measuring: customers who don't exist, each with one visit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import Customer, Domain, User, Visitor
from accounts.sample_people import person
from web.copying import Row, copy_rows

TABLES = (Customer, Visitor)


def seed_customers(*, ids: Sequence[int], domain: Domain, now: datetime) -> None:
    """Customers with these keys, and their visits under the same keys; the caller's bulk_load is around it."""
    copy_rows(Customer, (_customer(number, domain, now) for number in ids))
    copy_rows(Visitor, (_visitor(number, domain, now) for number in ids))


def sample_domain() -> Domain:
    """A domain that nobody can sign in at, for customers where there is none."""
    return Domain.objects.create(
        host="product.example",
        name="Product",
        product=Domain.ProductName.CLAUDE,
        issuer="https://product.example",
        client_id="help-center",
        jwks_url="https://product.example/jwks.json",
    )


def working_staff() -> list[tuple[int, str]]:
    """Everybody who works on tickets, by key and name; three made-up people who can't sign in where nobody does."""
    known = User.objects.with_perm("tickets.change_ticket").filter(is_staff=True)
    if not known.exists():
        for name in ("sample-aki", "sample-ben", "sample-cho"):
            User(username=name, is_staff=True, password=make_password(None)).save()
        known = User.objects.filter(is_staff=True, is_active=True)
    return [(person.pk, person.get_full_name() or person.username) for person in known]


def working_teams() -> list[int]:
    """The keys of the teams that are no roles, else of the roles that work on tickets; where there is neither, of three
    made-up ones."""
    teams = Group.objects.filter(permissions=None)
    works = Group.objects.filter(permissions__content_type__app_label="tickets", permissions__codename="change_ticket")
    known = [list(rows.distinct().order_by("pk").values_list("pk", flat=True)) for rows in (teams, works)]
    return known[0] or known[1] or [Group.objects.get_or_create(name=f"Sample team {letter}")[0].pk for letter in "ABC"]


def visitor_token(number: int) -> str:
    """The token that opens this customer's visit: known, so that what measures can act as them."""
    return f"sample-visit-{number}"


def _seen(number: int, now: datetime) -> datetime:
    return now - timedelta(minutes=number * 7 % 500_000)


def _customer(number: int, domain: Domain, now: datetime) -> Row:
    who = person(number)
    return {
        "id": number,
        "domain_id": domain.pk,
        "subject": f"sample-{number}",
        "email": who.email,
        "name": who.name,
        "locale": who.locale,
        "created_at": _seen(number, now) - timedelta(days=30),
        "last_seen_at": _seen(number, now),
        "plan": "pro",
        "claims_at": now,
    }


def _visitor(number: int, domain: Domain, now: datetime) -> Row:
    who = person(number)
    return {
        "id": number,
        "token_digest": sha256(visitor_token(number).encode()).hexdigest(),
        "customer_id": number,
        "domain_id": domain.pk,
        "email": who.email,
        "name": who.name,
        "plan": "pro",
        "signed_in_at": now,
        "created_at": _seen(number, now),
        "last_seen_at": _seen(number, now),
        "expires_at": now + timedelta(days=14),
    }

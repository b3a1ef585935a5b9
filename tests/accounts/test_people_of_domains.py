"""Whose word about a person counts: the domain's that has the account, and the newest of a current one's."""

from datetime import timedelta

import pytest

from accounts import actions
from accounts.models import Customer, Organisation, Visitor
from accounts.sign_in.claims import Claims
from tests import cast

pytestmark = pytest.mark.django_db


def claims(now, **changes):
    wanted = {"subject": "s-1", "email": "mika@lattice.example", "product": "console", "name": "Mika", "role": "admin"}
    return Claims(**(wanted | {"issued_at": now, "expires_at": now + timedelta(minutes=5)} | changes))


def signed_in(now, *, host="platform.localhost", **about):
    domain = cast.domain(host=host, **({"product": "console"} if host == "other.localhost" else {}))
    return actions.sign_in(visitor=None, domain=domain, claims=claims(now, **about), now=now)[0]


@pytest.fixture
def mika(now):
    return signed_in(now, organisation="org-1", organisation_name="Lattice").customer


def test_the_same_subject_at_another_domain_of_the_product_is_somebody_else(mika, now):
    other = signed_in(now, host="other.localhost", email="mallory@evil.example", organisation="org-1")
    assert other.customer != mika
    assert other.customer.organisation != mika.organisation
    mika.refresh_from_db()
    assert mika.email == "mika@lattice.example"


def test_a_domain_that_shares_accounts_finds_the_same_person(mika, now):
    assert signed_in(now, host="console.localhost").customer == mika


def test_a_legacy_domain_changes_nothing_about_a_person_or_their_organisation(mika, now):
    later = now + timedelta(minutes=1)
    visit = signed_in(
        later,
        host="console.localhost",
        email="mallory@evil.example",
        name="Mallory",
        locale="xx",
        role="user",
        organisation="org-1",
        organisation_name="Evil",
    )
    mika.refresh_from_db()
    assert (mika.email, mika.name, mika.locale, mika.role) == ("mika@lattice.example", "Mika", "", "admin")
    assert Organisation.objects.get().name == "Lattice"
    assert (visit.identity().email, visit.identity().organisation) == ("mallory@evil.example", "")


def test_a_legacy_domain_founds_no_organisation(now):
    visit = signed_in(now, host="console.localhost", organisation="org-2")
    assert (visit.customer.organisation, Organisation.objects.count()) == (None, 0)


def test_the_newest_word_counts_for_every_visit_of_the_person(now):
    first = signed_in(now, role="admin")
    signed_in(now + timedelta(minutes=5), role="user", email="new@lattice.example")
    first = Visitor.objects.get(pk=first.pk)
    assert first.identity().role == "user"
    # Answers go where the sign-in of this very visit said.
    assert first.identity().email == "mika@lattice.example"


def test_an_older_token_that_comes_later_does_not_overwrite_a_newer_one(now):
    signed_in(now, role="user")
    late = signed_in(now + timedelta(minutes=5), role="admin", issued_at=now - timedelta(minutes=1))
    assert late.customer.role == late.identity().role == "user"


def test_a_clock_that_runs_ahead_does_not_win_for_ever(now):
    signed_in(now, role="admin", issued_at=now + timedelta(seconds=30))
    assert signed_in(now + timedelta(seconds=1), role="user").customer.role == "user"


def test_linking_moves_people_and_their_organisation_and_ends_the_visits_through_the_domain(now):
    visit = signed_in(now, host="other.localhost", organisation="org-1")
    domain, home = visit.domain, cast.domain(host="platform.localhost")
    domain.shares_accounts_with = home
    actions.change_domain(domain=domain, now=now)
    person = Customer.objects.get()
    assert (person.domain, person.organisation.domain) == (home, home)
    assert not Visitor.objects.filter(expires_at__gt=now).exists()


def test_linking_joins_no_two_people_but_brings_newcomers_into_the_organisation_there(mika, now):
    signed_in(now, host="other.localhost", organisation="org-1")
    visit = signed_in(now, host="other.localhost", subject="s-2", organisation="org-1")
    visit.domain.shares_accounts_with = mika.domain
    actions.change_domain(domain=visit.domain, now=now)
    newcomer = Customer.objects.get(subject="s-2")
    assert (newcomer.domain, newcomer.organisation) == (mika.domain, mika.organisation)
    assert Customer.objects.filter(subject="s-1").count() == 2


def test_saving_a_domain_without_touching_the_link_ends_nobodys_visit(now):
    visit = signed_in(now)
    actions.change_domain(domain=visit.domain, now=now)
    assert Visitor.objects.filter(pk=visit.pk, expires_at__gt=now).exists()

"""What signing in and out does to the rows."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from accounts import actions
from accounts.mailboxes import same_mailbox
from accounts.models import Customer, Organisation, UsedToken, Visitor
from accounts.sign_in.claims import Claims
from accounts.sign_in.refusals import ReplayedError
from tests import cast


def claims(now, **changes):
    wanted = {
        "subject": "person-1",
        "email": "marta@example.com",
        "product": "claude",
        "issued_at": now,
        "expires_at": now + timedelta(minutes=5),
        "plan": "pro",
    }
    return Claims(**(wanted | changes))


@pytest.fixture
def domain(db):
    return cast.domain()


def test_a_visit_starts_with_a_token_that_the_database_does_not_hold(db, now, settings):
    visitor, token = actions.start_visit(now=now)
    assert visitor.token_digest == actions.digest(token) != token
    assert visitor.expires_at == now + timedelta(seconds=settings.VISITOR_AGE)
    assert visitor.identity() is None


def test_what_was_done_before_signing_in_stays_with_the_visitor(domain, now):
    before, old = actions.start_visit(now=now)
    after, new = actions.sign_in(visitor=before, domain=domain, claims=claims(now), now=now)
    assert after.pk == before.pk
    assert old != new
    assert Visitor.objects.holding(actions.digest(old), now=now) is None
    assert Visitor.objects.holding(actions.digest(new), now=now).identity().plan == "pro"


def test_signing_in_without_a_visit_starts_one(domain, now):
    visitor, token = actions.sign_in(visitor=None, domain=domain, claims=claims(now), now=now)
    assert visitor.token_digest == actions.digest(token)
    assert visitor.customer.email == "marta@example.com"


def test_the_same_customer_at_the_successor_keeps_the_row(db, now):
    legacy, current = cast.domain(host="console.localhost"), cast.domain(host="platform.localhost")
    person = claims(now, product="console", plan="", role="admin")
    before, _token = actions.sign_in(visitor=None, domain=legacy, claims=person, now=now)
    after, _token = actions.sign_in(visitor=before, domain=current, claims=person, now=now)
    assert (after.pk, after.domain) == (before.pk, current)


def test_another_customer_inherits_nothing_and_ends_the_first_ones_visit(domain, now):
    first, token = actions.sign_in(visitor=None, domain=domain, claims=claims(now), now=now)
    second, _token = actions.sign_in(visitor=first, domain=domain, claims=claims(now, subject="person-2"), now=now)
    assert second.pk != first.pk
    assert Visitor.objects.holding(actions.digest(token), now=now) is None


def test_the_customers_row_follows_the_newest_token(domain, now):
    first = claims(now, organisation="org-1", organisation_name="One", name="Marta", locale="ja")
    actions.sign_in(visitor=None, domain=domain, claims=first, now=now)
    later = claims(now, email="new@example.com", name="M. Silva")
    actions.sign_in(visitor=None, domain=domain, claims=later, now=now + timedelta(hours=1))
    customer = Customer.objects.get()
    assert (customer.email, customer.name, customer.locale) == ("new@example.com", "M. Silva", "")
    assert customer.organisation is None
    assert customer.last_seen_at == now + timedelta(hours=1)


def test_an_organisation_keeps_its_name_when_a_token_leaves_it_out(domain, now):
    for name in ("One", ""):
        person = claims(now, organisation="org-1", organisation_name=name)
        actions.sign_in(visitor=None, domain=domain, claims=person, now=now)
    assert Organisation.objects.get().name == "One"


def test_a_named_support_contact_is_known_by_email_in_any_case(domain, now):
    person = claims(now, email="Ren@Example.com", organisation="org-1", plan="enterprise", role="member")
    visitor, _token = actions.sign_in(visitor=None, domain=domain, claims=person, now=now)
    assert not visitor.identity().support_contact
    visitor.customer.organisation.support_contacts.create(email="ren@example.com")
    assert visitor.identity().support_contact


@pytest.mark.parametrize("alike", ["ren.fujıta@kaigan.example", "ren.fujita@kaıgan.example", "ren.fujita@kaigan"])
def test_an_address_that_only_looks_like_the_contacts_is_another(domain, now, alike):
    person = claims(now, email=alike, organisation="org-1", plan="enterprise", role="member")
    visitor, _token = actions.sign_in(visitor=None, domain=domain, claims=person, now=now)
    visitor.customer.organisation.support_contacts.create(email="ren.fujita@kaigan.example")
    assert not visitor.identity().support_contact


def test_a_domain_written_in_its_own_letters_is_the_same_as_in_dns(domain, now):
    assert same_mailbox("Ren@bücher.example", "ren@xn--bcher-kva.EXAMPLE")
    assert not same_mailbox("ren@" + "x" * 70 + ".example", "ren@" + "x" * 70 + ".example")


def test_an_unknown_plan_is_logged_and_kept_as_given(domain, now, caplog):
    visitor, _token = actions.sign_in(visitor=None, domain=domain, claims=claims(now, plan="orbit"), now=now)
    assert "Unknown plan 'orbit'" in caplog.text
    assert visitor.plan == "orbit"


def test_a_known_plan_is_nothing_to_log(domain, now, caplog):
    actions.sign_in(visitor=None, domain=domain, claims=claims(now), now=now)
    assert caplog.text == ""


def test_a_token_signs_in_once(domain, now):
    person = claims(now, token_id="t-1")
    actions.sign_in(visitor=None, domain=domain, claims=person, now=now)
    with pytest.raises(ReplayedError):
        actions.sign_in(visitor=None, domain=domain, claims=person, now=now)
    assert Visitor.objects.count() == 1


def test_two_domains_may_use_the_same_token_id(db, now):
    for host, product in (("claude.localhost", "claude"), ("platform.localhost", "console")):
        person = claims(now, token_id="t-1", product=product)
        actions.sign_in(visitor=None, domain=cast.domain(host=host), claims=person, now=now)
    assert UsedToken.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_with_the_same_token_one_gets_in(now):
    domain, person, outcomes = cast.domain(), claims(now, token_id="t-1"), []

    def attempt():
        try:
            actions.sign_in(visitor=None, domain=domain, claims=person, now=now)
            outcomes.append("in")
        except ReplayedError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["in"] + ["refused"] * 5


def test_used_tokens_are_forgotten_once_they_could_not_be_used_anyway(domain, now):
    actions.sign_in(visitor=None, domain=domain, claims=claims(now, token_id="t-1"), now=now)
    assert actions.forget_used_tokens(now=now + timedelta(minutes=5)) == 0
    assert actions.forget_used_tokens(now=now + timedelta(minutes=6)) == 1


def test_signing_out_closes_the_visit_and_keeps_its_row(domain, now):
    visitor, token = actions.sign_in(visitor=None, domain=domain, claims=claims(now), now=now)
    actions.sign_out(visitor=visitor, now=now)
    assert Visitor.objects.holding(actions.digest(token), now=now) is None
    assert Visitor.objects.get().customer == visitor.customer

"""What the database itself holds to be true about people."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Customer, Domain, Organisation, SupportContact, Visitor
from tests import cast

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_a_legacy_domain_has_a_successor_that_is_another():
    claude = cast.domain()
    for changes, name in (
        ({"status": "legacy"}, "accounts_domain_legacy_has_successor"),
        ({"successor": claude}, "accounts_domain_not_its_own_successor"),
    ):
        with refused(name), transaction.atomic():
            Domain.objects.filter(pk=claude.pk).update(**changes)


def test_a_visitor_is_signed_in_at_a_domain_or_not_at_all():
    with refused("accounts_visitor_signed_in_at_a_domain"), transaction.atomic():
        Visitor.objects.create(token_digest="x", customer=cast.customer(), expires_at=timezone.now())


def test_a_support_contact_is_named_once_whatever_the_case():
    organisation = cast.customer(person="team_owner").organisation
    organisation.support_contacts.create(email="ren@example.com")
    with refused("accounts_support_contact_unique"), transaction.atomic():
        SupportContact.objects.create(organisation=organisation, email="Ren@Example.com")


def test_a_subject_stands_for_one_person_at_a_domain_and_for_another_elsewhere():
    console, other = cast.domain(host="platform.localhost"), cast.domain(host="other.localhost", product="console")
    for domain in (console, other):
        Customer.objects.create(domain=domain, subject="s-1", email="s@example.com")
    with refused("accounts_customer_once_at_a_domain"), transaction.atomic():
        Customer.objects.create(domain=console, subject="s-1", email="s@example.com")


def test_an_organisation_is_its_domains_own():
    claude, other = cast.domain(), cast.domain(host="other.localhost", product="claude")
    for domain in (claude, other):
        Organisation.objects.create(domain=domain, external_id="o-1")
    with refused("accounts_organisation_once_at_a_domain"), transaction.atomic():
        Organisation.objects.create(domain=claude, external_id="o-1")


def test_a_domain_shares_accounts_with_another_one():
    claude = cast.domain()
    with refused("accounts_domain_shares_with_another"), transaction.atomic():
        Domain.objects.filter(pk=claude.pk).update(shares_accounts_with=claude)


@pytest.mark.parametrize(
    "origin", ["*", "https:", "https://a.example/", "https://a; script-src *", "https://a\r\nX: y", ""]
)
def test_only_origins_can_stand_among_the_embed_origins(origin):
    claude = cast.domain()
    with refused("accounts_domain_embed_origins"), transaction.atomic():
        Domain.objects.filter(pk=claude.pk).update(embed_origins=["https://a.example", origin])


def test_people_have_names_to_show():
    visitor, _token = cast.visitor()
    assert (str(cast.customer()), str(cast.domain()), str(visitor)) == ("Pro", "claude.localhost", "not logged in")
    assert str(cast.customer(person="team_owner").organisation) == "Team"


def test_an_unnamed_organization_goes_by_its_id():
    organisation = cast.customer(person="team_owner").organisation
    organisation.name = ""
    assert str(organisation) == "team"

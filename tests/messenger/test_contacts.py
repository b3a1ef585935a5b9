"""An Enterprise organization's owners name its contacts, whose messages then reach people."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import contacts as naming
from accounts.models import Customer, SupportContact
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/en/messenger/contacts"
REN = {"email": "ren@example.com"}


def member() -> cast.Browser:
    """A member of the Enterprise organization, known as ren@example.com."""
    Customer.objects.filter(subject="enterprise_owner").update(subject="first", email="boss@example.com")
    fresh = cast.browser(person="enterprise_owner")
    Customer.objects.filter(subject="enterprise_owner").update(role="member", **REN)
    type(fresh.visitor).objects.filter(pk=fresh.visitor.pk).update(role="member", **REN)
    return fresh


def test_an_owner_names_a_contact_who_then_reaches_people(enterprise_owner: cast.Browser) -> None:
    fresh = member()
    assert "not directly" in fresh.get("/en/messenger/reach").content.decode()
    assert PAGE in enterprise_owner.get("/en/messenger/reach").content.decode()
    done = enterprise_owner.post(f"{PAGE}/add", {"email": "Ren@example.com"}, follow=True)
    assert "Ren@example.com" in done.content.decode()
    # By keyboard one stands where that is said.
    assert re.search(r'tabindex="-1" data-arrive data-once="done">The contact is named', done.content.decode())
    assert "named you as its support contact" in fresh.get("/en/messenger/reach").content.decode()
    contact = SupportContact.objects.get()
    gone = enterprise_owner.post(f"{PAGE}/remove", {"contact": contact.pk}, follow=True)
    assert "The contact was taken off." in gone.content.decode()
    assert "not directly" in fresh.get("/en/messenger/reach").content.decode()


def test_twice_is_once(enterprise_owner: cast.Browser) -> None:
    for email in ("ren@example.com", "REN@example.com"):
        assert enterprise_owner.post(f"{PAGE}/add", {"email": email}).status_code == 302
    assert SupportContact.objects.count() == 1
    for _press in range(2):
        key = SupportContact.objects.values_list("pk", flat=True).first() or 1
        assert enterprise_owner.post(f"{PAGE}/remove", {"contact": key}).status_code == 302


@pytest.mark.parametrize("person", ["", "team_owner", "console_admin", "pro", "legacy_admin"])
def test_nobody_else_may(person: str) -> None:
    browser = cast.browser(person=person)
    assert browser.get(PAGE).status_code == 403
    refused = browser.post(f"{PAGE}/add", REN)
    assert refused.status_code == 403
    assert "ren@example.com" in refused.content.decode()
    assert not SupportContact.objects.exists()


def test_a_contact_names_no_contacts(enterprise_owner: cast.Browser) -> None:
    fresh = member()
    enterprise_owner.post(f"{PAGE}/add", REN)
    assert fresh.post(f"{PAGE}/add", {"email": "jun@example.com"}).status_code == 403


def test_another_organizations_contact_is_not_theirs_to_take_off(enterprise_owner: cast.Browser) -> None:
    other = cast.customer(person="team_owner").organisation
    contact = SupportContact.objects.create(organisation=other, email="x@example.com")
    for key in (str(contact.pk), "nonsense", "9" * 30, "-1"):
        assert enterprise_owner.post(f"{PAGE}/remove", {"contact": key}).status_code == 302
    assert SupportContact.objects.get() == contact


@pytest.mark.parametrize("email", ["", "nobody", "a" * 250 + "@example.com"])
def test_what_is_no_address_is_asked_for_again(enterprise_owner: cast.Browser, email: str) -> None:
    wrong = enterprise_owner.post(f"{PAGE}/add", {"email": email})
    assert wrong.status_code == 422
    assert f'value="{email}"' in wrong.content.decode() or not email


def test_past_the_most_it_says_so(enterprise_owner: cast.Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "MOST", 1)
    enterprise_owner.post(f"{PAGE}/add", REN)
    refused = enterprise_owner.post(f"{PAGE}/add", {"email": "jun@example.com"})
    assert refused.status_code == 409
    assert "Take one off first." in refused.content.decode()
    assert "jun@example.com" in refused.content.decode()


def test_with_a_role_of_long_ago_it_asks_first_and_the_address_comes_back(enterprise_owner: cast.Browser) -> None:
    Customer.objects.update(claims_at=timezone.now() - timedelta(hours=2))
    refused = enterprise_owner.post(f"{PAGE}/add", REN)
    assert refused.status_code == 409
    assert "contacts%3Femail%3Dren%2540example.com" in refused.content.decode()
    assert 'value="ren@example.com"' in enterprise_owner.get(f"{PAGE}?email=ren@example.com").content.decode()
    assert not SupportContact.objects.exists()


def test_only_posts_of_our_own_pages_change(enterprise_owner: cast.Browser) -> None:
    for verb in ("add", "remove"):
        assert enterprise_owner.get(f"{PAGE}/{verb}").status_code == 405
        foreign = enterprise_owner.post(f"{PAGE}/{verb}", REN, headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403

"""“What support can I get?” is right for everyone: the rule, why, and each way that is open or shut."""

import re

import pytest

from accounts.models import SupportContact
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/en/messenger/reach"
# Rule, words of why, whether Fin and people are open; what else there is.
EVERYONE = {
    "": ("anonymous", "log in first", True, False, ()),
    "free": ("free", "The Free plan includes all help articles", True, False, ("only for account deletion",)),
    "pro": ("individual_paid", "Your plan includes answers", True, True, ()),
    "team_member": ("org_member", "A primary owner or owner of your organization", True, False, ("owners of your",)),
    "team_owner": ("org_owner", "As an owner of your organization", True, True, ("member's behalf",)),
    "enterprise_owner": (
        "enterprise_owner",
        "Enterprise organization",
        True,
        True,
        ("member's behalf", "support form"),
    ),
    "console_admin": ("console_admin", "As a Console admin", True, True, ("member's behalf",)),
    "console_member": ("console_member", "A Console admin of your organization", True, False, ("admins of your",)),
    "legacy_admin": ("legacy_domain", "an address that is being replaced", False, False, ("at platform.localhost",)),
}
MORE = {
    "only for account deletion",
    "owners of your",
    "admins of your",
    "member's behalf",
    "support form",
    "at platform.localhost",
}


def opened(page: str) -> list[bool]:
    """Whether articles, Fin and people are open."""
    return [state == "true" for state in re.findall(r'data-open="(true|false)"', page)][:3]


@pytest.mark.parametrize("person", EVERYONE)
def test_everyone_reads_what_is_open_and_why(person: str) -> None:
    rule, why, fin, human, more = EVERYONE[person]
    page = cast.browser(person=person).get(PAGE).content.decode().partition("site-footer")[0]
    said = re.search(r'<p data-rule="(\w+)">([^<]*)', page)
    assert said
    assert said[1] == rule
    assert why in said[2]
    assert opened(page) == [True, fin, human]
    assert {words for words in MORE if words in page} == set(more)
    assert all(words in page for words in ("I can&#x27;t log in", "/en/reports/eu-dsa", "no phone support"))


def test_a_named_contact_reaches_people(team_member: cast.Browser) -> None:
    customer = cast.customer(person="enterprise_owner")
    customer.role = "member"
    customer.save()
    SupportContact.objects.create(organisation=customer.organisation, email=customer.email)
    page = cast.browser(person="enterprise_owner").get(PAGE).content.decode()
    assert 'data-rule="designated_contact"' in page
    assert opened(page) == [True, True, True]


def test_who_comes_from_a_legacy_domain_is_led_to_the_new_one_and_back(legacy_admin: cast.Browser) -> None:
    page = legacy_admin.get(PAGE).content.decode()
    assert 'href="/en/sign-in/platform.localhost/?next=%2Fen%2Fmessenger%2Freach"' in page


def test_the_reason_is_in_the_readers_language(pro: cast.Browser) -> None:
    assert "Product Support チーム" in pro.get("/ja/messenger/reach").content.decode()

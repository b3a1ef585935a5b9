"""Domains, organizations and customers in the admin."""

import pytest

from accounts.models import Domain, Organisation
from tests import cast


@pytest.fixture
def admin(db):
    return cast.staff_browser(name="admin", groups=(), superuser=True)


def form(domain, **changes):
    wanted = {
        "host": domain.host,
        "name": domain.name,
        "product": domain.product,
        "status": domain.status,
        "issuer": domain.issuer,
        "client_id": domain.client_id,
        "jwks_url": domain.jwks_url,
        "embed_origins": "[]",
    }
    return wanted | changes


def test_a_domain_moves_from_current_to_legacy(admin):
    platform = cast.domain(host="platform.localhost")
    old = cast.domain(host="old.localhost", product="console")
    changed = form(old, status="legacy", successor=platform.pk)
    assert admin.post(f"/admin/accounts/domain/{old.pk}/change/", changed).status_code == 302
    assert Domain.objects.at("old.localhost").as_value().successor == "platform.localhost"


def test_a_legacy_domain_without_a_successor_is_refused_in_words(admin):
    claude = cast.domain()
    page = admin.post(f"/admin/accounts/domain/{claude.pk}/change/", form(claude, status="legacy"))
    assert "A legacy domain needs a successor" in page.content.decode()
    assert Domain.objects.get().status == "current"


@pytest.mark.parametrize("path", ["domain", "organisation", "customer", "user"])
def test_every_list_opens(admin, path):
    cast.customer(person="team_owner")
    assert admin.get(f"/admin/accounts/{path}/?q=team").status_code == 200


def test_support_contacts_are_named_on_the_organizations_page(admin):
    cast.customer(person="team_owner")
    organisation = Organisation.objects.get()
    fields = {
        "product": "claude",
        "external_id": organisation.external_id,
        "name": "Team",
        "support_contacts-TOTAL_FORMS": "1",
        "support_contacts-INITIAL_FORMS": "0",
        "support_contacts-0-email": "ren@example.com",
        "support_contacts-0-organisation": organisation.pk,
    }
    assert admin.post(f"/admin/accounts/organisation/{organisation.pk}/change/", fields).status_code == 302
    assert organisation.support_contacts.get().email == "ren@example.com"


def test_customers_are_read_and_not_written(admin):
    customer = cast.customer()
    assert admin.get("/admin/accounts/customer/add/").status_code == 403
    page = admin.get(f"/admin/accounts/customer/{customer.pk}/change/")
    assert customer.email in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


def test_an_agent_sees_customers_but_no_staff_and_changes_no_domain(agent):
    claude = cast.domain()
    assert agent.get("/admin/accounts/customer/").status_code == 200
    assert agent.post(f"/admin/accounts/domain/{claude.pk}/change/", form(claude)).status_code == 403
    assert agent.post("/admin/accounts/user/add/", {}).status_code == 403


def test_a_customer_can_never_enter_the_admin(pro):
    response = pro.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")

"""Domains, organizations and customers in the admin."""

import pytest

from accounts.models import Customer, Domain, Organisation
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
        "client_auth": domain.client_auth,
        "assertion_audience": domain.assertion_audience,
        "embed_origins": "",
    }
    return wanted | changes


def test_a_domain_moves_from_current_to_legacy(admin):
    platform = cast.domain(host="platform.localhost")
    old = cast.domain(host="old.localhost", product="console")
    changed = form(old, status="legacy", successor=platform.pk)
    assert admin.post(f"/admin/accounts/domain/{old.pk}/change/", changed).status_code == 302
    assert Domain.objects.at("old.localhost").as_value().successor == "platform.localhost"


def test_a_link_to_anothers_accounts_is_set_on_the_domain_and_takes_its_people_along(admin):
    platform = cast.domain(host="platform.localhost")
    old = cast.domain(host="old.localhost", product="console")
    person = Customer.objects.create(domain=old, subject="s-1", email="s@example.com")
    changed = form(old, shares_accounts_with=platform.pk)
    assert admin.post(f"/admin/accounts/domain/{old.pk}/change/", changed).status_code == 302
    person.refresh_from_db()
    assert person.domain == platform


@pytest.mark.parametrize("host", ["old.localhost", "claude.localhost", "console.localhost"])
def test_a_link_to_itself_another_product_or_a_third_domain_is_refused_in_words(admin, host):
    cast.domain(host="claude.localhost")
    cast.domain(host="console.localhost")
    old = cast.domain(host="old.localhost", product="console")
    changed = form(old, shares_accounts_with=Domain.objects.get(host=host).pk)
    page = admin.post(f"/admin/accounts/domain/{old.pk}/change/", changed)
    assert (page.status_code, page.content.decode().count('class="errorlist')) == (200, 1)


def test_a_domain_as_its_own_successor_is_refused_in_words(admin):
    claude = cast.domain()
    page = admin.post(f"/admin/accounts/domain/{claude.pk}/change/", form(claude, successor=claude.pk))
    assert "its own successor" in page.content.decode()


def test_a_domain_whose_accounts_others_share_neither_shares_nor_changes_its_product(admin):
    cast.domain(host="console.localhost")
    platform = Domain.objects.get(host="platform.localhost")
    other = cast.domain(host="other.localhost", product="console")
    for change in ({"shares_accounts_with": other.pk}, {"product": "claude"}):
        page = admin.post(f"/admin/accounts/domain/{platform.pk}/change/", form(platform, **change))
        assert "errorlist" in page.content.decode()


def test_embed_origins_are_written_one_a_line(admin):
    claude = cast.domain()
    origins = "https://claude.example\r\n\r\n  https://app.claude.example:8443 "
    changed = form(claude, embed_origins=origins)
    assert admin.post(f"/admin/accounts/domain/{claude.pk}/change/", changed).status_code == 302
    assert Domain.objects.get().embed_origins == ["https://claude.example", "https://app.claude.example:8443"]
    page = admin.get(f"/admin/accounts/domain/{claude.pk}/change/").content.decode()
    assert "https://claude.example\nhttps://app.claude.example:8443</textarea>" in page


@pytest.mark.parametrize("typed", ["*", "[5]", "null", "https://ok.example; script-src *"])
def test_an_embed_origin_that_is_none_is_refused_in_words(admin, typed):
    claude = cast.domain()
    page = admin.post(f"/admin/accounts/domain/{claude.pk}/change/", form(claude, embed_origins=typed))
    assert page.status_code == 200
    assert "is no origin as a browser writes it" in page.content.decode()
    assert "in the array" not in page.content.decode()


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
        "domain": organisation.domain_id,
        "external_id": organisation.external_id,
        "name": "Team",
        "support_contacts-TOTAL_FORMS": "1",
        "support_contacts-INITIAL_FORMS": "0",
        "support_contacts-0-email": "ren@example.com",
        "support_contacts-0-organisation": organisation.pk,
        "listed_owners-TOTAL_FORMS": "1",
        "listed_owners-INITIAL_FORMS": "0",
        "listed_owners-0-email": "boss@example.com",
        "listed_owners-0-organisation": organisation.pk,
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


@pytest.mark.parametrize("who", ["agent", "lead"])
def test_who_answers_tickets_sees_customers_and_neither_users_nor_domains(who, request):
    browser = request.getfixturevalue(who)
    assert browser.get("/admin/accounts/customer/").status_code == 200
    assert browser.get("/admin/accounts/user/").status_code == 403
    assert browser.get("/admin/accounts/domain/").status_code == 403


def test_a_lead_deletes_no_conversation(lead):
    assert not lead.user.has_perm("messenger.delete_conversation")
    assert lead.user.has_perm("tickets.change_topic")

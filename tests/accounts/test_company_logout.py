"""Staff log out here and at their company, or there and so here."""

import pytest

from accounts.models import AuditEntry, CompanyLogin, StaffPolicy
from accounts.sealing import unseal
from accounts.sign_in.farewell import HINT
from accounts.staff.requirement import Rule
from tests.accounts.authenticator import code_of
from tests.accounts.company import walk
from tests.accounts.signing_in import give_app, give_code, is_in, log_in
from tests.accounts.test_farewell import onward
from tests.cast import Browser

pytestmark = pytest.mark.django_db
OUT, LEFT = "/admin/logout/", "/admin/sign-in/company/left/"
THERE = "/admin/sign-in/company/back-channel-logout"


@pytest.fixture(autouse=True)
def calm(db):
    """No second step is asked of who has none."""
    StaffPolicy.objects.create(pk=1, second_step=Rule.NOBODY)


@pytest.fixture
def offers(company):
    """A company that logs people out."""
    company.description["end_session_endpoint"] = f"{company.origin}/logout?from=us"
    return company


def by_company(company, **claims: object) -> Browser:
    """Aki's browser, come in by the company."""
    browser = Browser()
    walk(browser, company, **claims)
    assert is_in(browser)
    return browser


def tell(company, **changes: object):
    """The company's server says that person-1 logged out there: without a cookie, without an origin."""
    return Browser().post(THERE, {"logout_token": company.logout_token(**changes)}, headers={"Origin": None})


def test_the_company_is_asked_with_what_it_signed_and_sends_back_to_a_page(offers, aki):
    browser = by_company(offers)
    kept = CompanyLogin.objects.get().sealed_id_token
    assert offers.id_token not in kept
    assert unseal(kept, purpose=HINT) == offers.id_token
    page = browser.post(OUT)
    address, asked = onward(page)
    assert not is_in(browser)
    assert not CompanyLogin.objects.exists()
    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert address == f"{offers.origin}/logout"
    assert asked["id_token_hint"] == offers.id_token
    assert (asked["client_id"], asked["from"]) == ("help-center", "us")
    assert asked["post_logout_redirect_uri"] == f"http://help.localhost:8000{LEFT}"
    back = browser.get(LEFT, {"state": asked["state"]}).content.decode()
    assert "Here, and at Acme" in back
    assert 'href="/admin/login/"' in back


def test_a_way_back_that_nobody_began_names_no_company(offers):
    page = Browser().get(LEFT, {"state": "made-up"})
    assert page.status_code == 200
    assert "Acme" not in page.content.decode()


def test_a_company_that_offers_no_logout_and_a_password_lead_nowhere(company, aki):
    by_the_way, by_password = by_company(company), Browser()
    log_in(by_password)
    assert CompanyLogin.objects.get().sealed_id_token == ""
    company.description["end_session_endpoint"] = f"{company.origin}/logout"
    assert 'http-equiv="refresh"' not in by_password.post(OUT).content.decode()
    company.answers["/.well-known/openid-configuration"] = (503, {}, b"")
    assert 'http-equiv="refresh"' not in by_the_way.post(OUT).content.decode()
    assert not is_in(by_the_way)


def test_behind_a_second_step_the_login_is_still_the_companys(offers, aki, now):
    key, browser = give_app(aki, now=now), Browser()
    walk(browser, offers, sid="s-1")
    assert not CompanyLogin.objects.exists()
    give_code(browser, code_of(key))
    assert CompanyLogin.objects.get().session_there == "s-1"
    _address, asked = onward(browser.post(OUT))
    assert asked["id_token_hint"] == offers.id_token


def test_who_logs_out_there_is_out_here_everywhere_but_where_a_password_opened(company, aki):
    first, second, by_password = by_company(company, sid="s-1"), by_company(company), Browser()
    log_in(by_password)
    answer = tell(company)
    assert (answer.status_code, answer["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert [is_in(each) for each in (first, second, by_password)] == [False, False, True]
    entry = AuditEntry.objects.get(kind="staff_logged_out_there")
    assert (entry.outcome, entry.details["ended"]) == ("ok", 2)


@pytest.mark.parametrize("sub", ["person-1", None])
def test_a_sessions_end_there_leaves_other_sessions(company, aki, sub):
    ended, other = by_company(company, sid="s-1"), by_company(company, sid="s-2")
    assert tell(company, sid="s-1", sub=sub).status_code == 200
    assert [is_in(each) for each in (ended, other)] == [False, True]


def test_another_persons_logout_ends_nothing(company, aki):
    browser = by_company(company)
    assert tell(company, sub="person-2").status_code == 200
    assert is_in(browser)


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "n-1"},
        {"events": None},
        {"sub": None},
        {"jti": None},
        {"aud": "another"},
        {"iss": "https://x.example"},
    ],
)
def test_what_is_no_logout_of_the_company_ends_nothing(company, aki, changes):
    browser = by_company(company)
    answer = tell(company, **changes)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert is_in(browser)
    assert AuditEntry.objects.get(kind="staff_logged_out_there").outcome == "refused"


def test_customers_and_staff_are_told_apart_by_the_issuer(company, claude, aki):
    claude.domain()
    browser = by_company(company)
    token = company.logout_token()
    assert tell(claude).status_code == 400
    assert browser.post("/sign-in/back-channel-logout", {"logout_token": token}).status_code == 400
    assert is_in(browser)


def test_a_logout_counts_once(company, aki):
    token = company.logout_token()
    Browser().post(THERE, {"logout_token": token})
    browser = by_company(company)
    assert Browser().post(THERE, {"logout_token": token}).json()["error_description"] == "replayed"
    assert is_in(browser)
    assert browser.get(THERE).status_code == 405

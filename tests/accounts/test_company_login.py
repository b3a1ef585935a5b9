"""Staff log in by their company: who comes in, as whom, and who doesn't, against a provider on loopback."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import AuditEntry, StaffBinding, StaffPolicy, StaffProvider, User
from accounts.staff import actions
from accounts.staff.requirement import Rule
from tests import cast
from tests.accounts.authenticator import code_of
from tests.accounts.company import BACK, SUBJECT, bind, come_back, leave, walk
from tests.accounts.product import make_key
from tests.accounts.signing_in import OWN, give_app, give_code, is_in, log_in, member
from tests.cast import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calm(db):
    """No second step is asked of who has none."""
    StaffPolicy.objects.create(pk=1, second_step=Rule.NOBODY)


def entries(kind: str) -> list[tuple[str, str, object]]:
    rows = AuditEntry.objects.filter(kind=kind).order_by("pk")
    return [(row.outcome, row.staff_name, row.details.get("reason")) for row in rows]


def who(browser: Browser) -> str:
    """The name of who is logged in there, or ""."""
    number = browser.session.get("_auth_user_id")
    return User.objects.get(pk=number).username if number else ""


def test_the_login_page_offers_what_is_on_and_keeps_where_to_go_on(company, reader):
    page = reader.get("/admin/login/?next=/admin/helpcenter/").content.decode()
    assert f'href="{company.path()}?next=%2Fadmin%2Fhelpcenter%2F"' in page
    assert "Log in with Acme" in page
    company.row(is_on=False)
    assert "Acme" not in reader.get("/admin/login/").content.decode()
    assert reader.get(company.path()).status_code == 404


def test_the_company_is_asked_for_a_code_with_pkce_state_and_nonce(company, reader):
    asked = leave(reader, company.path())
    assert asked["response_type"] == "code"
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert asked["redirect_uri"] == cast.ORIGIN + BACK
    assert asked["state"] != asked["nonce"]


def test_a_user_of_the_same_address_is_joined_once_and_known_by_the_subject_ever_after(company, aki, reader, run_mail):
    answer = walk(reader, company, onward="/admin/helpcenter/", email="AKI@help.localhost")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/helpcenter/")
    assert who(reader) == "aki"
    binding = StaffBinding.objects.get()
    assert (binding.user, binding.subject) == (aki, SUBJECT)
    assert binding.used_at is not None
    assert "joined to your company" in run_mail()[-1].body
    assert company.token_request["code_verifier"]

    other = Browser()
    walk(other, company, email="another@example.com", email_verified=False)
    assert who(other) == "aki"
    assert entries("staff_bound") == [("ok", "aki", None)]
    assert entries("staff_login") == [("ok", "aki", None)] * 2


def test_another_subject_of_the_same_address_is_not_the_joined_user(company, aki, reader, now):
    bind(company, aki, now, subject="the-first")
    answer = walk(reader, company)
    assert answer.status_code == 403
    assert "joined to another account" in answer.content.decode()
    assert who(reader) == ""
    assert entries("staff_sso") == [("refused", "aki", "joined_already")]


def test_an_address_never_makes_a_superuser(company, reader):
    member("ada", superuser=True)
    answer = walk(reader, company, email="ada@help.localhost")
    assert answer.status_code == 403
    assert "Your address alone doesn’t make you a superuser" in answer.content.decode()
    assert not StaffBinding.objects.exists()
    assert entries("staff_sso") == [("refused", "ada", "superuser")]


def test_a_superuser_joins_from_their_own_page_and_comes_in_by_it(company, run_mail):
    member("ada", superuser=True)
    browser = Browser()
    log_in(browser, "ada")
    assert "Join Acme" in browser.get(OWN).content.decode()
    answer = come_back(browser, company, leave(browser, company.path("join/")), email="ada@acme.example")
    assert answer["Location"] == OWN
    page = browser.get(OWN).content.decode()
    assert "From now on you can log in with Acme." in page
    assert "Join Acme" not in page
    assert "joined to your company" in run_mail()[-1].body
    other = Browser()
    walk(other, company, email="ada@acme.example")
    assert who(other) == "ada"


def test_joining_asks_who_one_is_once_more(company, desk, later):
    later()
    assert desk.get(company.path("join/"))["Location"].startswith(f"{OWN}confirm/")


def test_an_account_there_that_is_somebody_elses_cant_be_joined(company, aki, now):
    bind(company, cast.staff(name="bo"), now)
    browser = Browser()
    log_in(browser)
    answer = come_back(browser, company, leave(browser, company.path("join/")))
    assert answer.status_code == 403
    assert "joined to another user" in answer.content.decode()
    assert not StaffBinding.objects.filter(user=aki).exists()


def test_a_plain_login_joins_nobody_who_is_logged_in(company):
    member("ada", superuser=True)
    browser = Browser()
    log_in(browser, "ada")
    walk(browser, company)
    assert not StaffBinding.objects.exists()


def test_who_is_new_is_made_with_the_groups_that_they_have_there(company, reader):
    cast.staff(name="bo")
    company.row(makes_users=True, groups={"support": "agents", "bosses": "leads"})
    answer = walk(
        reader, company, email="Noa@help.localhost", groups=["support", "other"], given_name="Noa", family_name="Bar"
    )
    assert answer["Location"] == "/admin/tickets/ticket/"
    noa = User.objects.get(username="noa@help.localhost")
    assert (noa.is_staff, noa.is_superuser, noa.has_usable_password()) == (True, False, False)
    assert (noa.get_full_name(), noa.email) == ("Noa Bar", "Noa@help.localhost")
    assert [group.name for group in noa.groups.all()] == ["agents"]
    assert is_in(reader)
    assert entries("staff_made") == [("ok", "noa@help.localhost", None)]


def test_nobody_is_made_over_another_user_of_that_name(company, reader):
    company.row(makes_users=True, groups={"support": "agents"})
    User.objects.create(username="noa@help.localhost", email="", is_staff=True)
    answer = walk(reader, company, email="noa@help.localhost", groups=["support"])
    assert answer.status_code == 403
    assert User.objects.count() == 1


def test_groups_follow_at_each_login_and_those_it_never_speaks_of_stay(company, aki, reader):
    company.row(groups={"bosses": "leads", "law": "compliance"})
    aki.groups.add(StaffProvider.objects.get().groups.get(value="law").group)
    walk(reader, company, groups=["bosses"])
    assert {group.name for group in aki.groups.all()} == {"agents", "leads"}
    entry = AuditEntry.objects.get(kind="staff_groups_synced")
    assert (entry.object_ref, entry.details["given"], entry.details["taken"]) == ("aki", ["leads"], ["compliance"])
    walk(Browser(), company)  # says nothing of groups any more
    assert {group.name for group in aki.groups.all()} == {"agents"}


def test_groups_that_the_token_lacks_are_asked_for_elsewhere(company, aki, reader):
    company.row(groups={"bosses": "leads"}, groups_claim="realm.roles")
    company.description = {"userinfo_endpoint": f"{company.origin}/userinfo"}
    said = '{"sub": "person-1", "realm": {"roles": ["bosses"]}, "amr": ["mfa"], "email": "evil@example.com"}'
    company.answers["/userinfo"] = (200, {"Content-Type": "application/json"}, said.encode())
    walk(reader, company)
    assert aki.groups.filter(name="leads").exists()


def test_a_second_step_that_they_have_is_asked_for_here(company, aki, reader, now):
    key = give_app(aki, now=now)
    answer = walk(reader, company, onward="/admin/helpcenter/")
    assert answer["Location"] == f"{OWN}second-step/"
    assert not is_in(reader)
    assert StaffBinding.objects.get().used_at is None
    assert give_code(reader, code_of(key))["Location"] == "/admin/helpcenter/"
    assert is_in(reader)
    assert StaffBinding.objects.get().used_at is not None
    assert reader.session.get_expiry_date() <= timezone.now() + timedelta(hours=12)


def test_a_second_step_there_counts_only_where_the_row_says_which(company, aki, reader, now):
    give_app(aki, now=now)
    assert walk(Browser(), company, amr=["pwd", "mfa"])["Location"] == f"{OWN}second-step/"
    company.row(second_step_values=["mfa"])
    assert walk(Browser(), company, amr=["pwd"])["Location"] == f"{OWN}second-step/"
    assert walk(reader, company, amr=["pwd", "mfa"])["Location"] == "/admin/tickets/ticket/"
    assert is_in(reader)


def test_who_must_have_a_second_step_and_has_none_sets_one_up_first(company, aki, reader):
    actions.change_policy(second_step=Rule.EVERYBODY)
    assert walk(reader, company)["Location"] == OWN
    assert not is_in(reader)


def test_the_login_ends_after_its_hours_whatever_is_clicked(company, aki, reader):
    company.row(ask_again_hours=2)
    walk(reader, company)
    session = Session.objects.get(session_key=reader.session.session_key)
    ends = session.expire_date
    assert timedelta(hours=1, minutes=59) < ends - timezone.now() <= timedelta(hours=2)
    kept = reader.session
    kept["anything"] = 1
    kept.save()
    session.refresh_from_db()
    assert abs(session.expire_date - ends) < timedelta(seconds=1)


def test_who_was_switched_off_here_comes_in_no_more(company, aki, reader, now):
    bind(company, aki, now)
    User.objects.update(is_active=False)
    assert walk(reader, company).status_code == 403
    assert entries("staff_sso") == [("refused", "aki", "not_active")]


def test_an_answer_counts_once_and_in_the_browser_that_asked(company, aki, reader):
    asked = leave(reader, company.path())
    assert come_back(Browser(), company, asked).status_code == 400
    assert come_back(reader, company, asked).status_code == 302
    reader.logout()
    again = come_back(reader, company, asked)
    assert again.status_code == 400
    assert "We lost track of this login" in again.content.decode()


def test_two_tabs_dont_disturb_each_other(company, aki, reader):
    first = leave(reader, f"{company.path()}?next=/admin/helpcenter/")
    second = leave(reader, company.path())
    assert come_back(reader, company, second).status_code == 302
    assert come_back(reader, company, first)["Location"] == "/admin/helpcenter/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_the_way_back_stays_on_this_site(company, aki, reader, elsewhere):
    assert walk(reader, company, onward=elsewhere)["Location"] == "/admin/tickets/ticket/"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, "wrong_nonce"),
        ({"aud": "somebody-else"}, "wrong_audience"),
        ({"iss": "https://evil.example"}, "unknown_issuer"),
        ({"exp": 1_000_000_000}, "expired"),
        ({"iat": 4_000_000_000, "exp": 4_000_000_300}, "not_yet_valid"),
        ({"email_verified": False}, "unverified"),
        ({"email_verified": None}, "unverified"),
        ({"email": None}, "no_address"),
        ({"sub": None}, "nobody"),
        ({"email": "nobody@help.localhost"}, "nobody_here"),
    ],
)
def test_a_token_that_proves_too_little_lets_nobody_in(company, aki, reader, claims, reason):
    answer = walk(reader, company, **claims)
    assert answer.status_code == 403
    assert entries("staff_sso")[0][::2] == ("refused", reason)
    assert who(reader) == ""
    assert company.path() in answer.content.decode()


def test_a_token_of_anothers_key_lets_nobody_in(company, aki, reader):
    asked = leave(reader, company.path())
    company.id_token = company.token(nonce=asked["nonce"], email="aki@help.localhost", key=make_key())
    assert reader.get(BACK, {"code": "c-1", "state": asked["state"]}).status_code == 403
    assert who(reader) == ""


def test_a_company_that_fails_or_says_no_is_told_kindly(company, aki, reader):
    asked = leave(reader, company.path())
    refused = reader.get(BACK, {"error": "access_denied", "state": asked["state"]})
    assert refused.status_code == 403
    assert "The login was canceled" in refused.content.decode()
    asked = leave(reader, company.path())
    company.answers["/token"] = (500, {}, b"")
    failed = reader.get(BACK, {"code": "c-1", "state": asked["state"]})
    assert failed.status_code == 502
    assert "Acme can’t be reached" in failed.content.decode()
    assert [entry[0] for entry in entries("staff_sso")] == ["refused", "failed"]


def test_a_company_that_isnt_there_is_told_before_anybody_leaves(company, reader):
    company.answers["/.well-known/openid-configuration"] = (503, {}, b"")
    assert reader.get(company.path()).status_code == 502


def test_a_customers_attempt_opens_no_desk(company, claude, reader):
    claude.domain()
    away = reader.get("/en/sign-in/claude.localhost/")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away["Location"]).query).items()}
    assert reader.get(BACK, {"code": "c-1", "state": asked["state"]}).status_code == 400


def test_somebody_else_in_this_browser_is_logged_out_first(company, aki):
    member("bo")
    browser = Browser()
    log_in(browser, "bo")
    walk(browser, company)
    assert who(browser) == "aki"


def test_too_many_logins_wait(company, reader, limit):
    limit("sign_in", network=1)
    leave(reader, company.path())
    assert reader.get(company.path()).status_code == 429

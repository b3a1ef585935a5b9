"""The company's login as the only way in: when it may be made so, what it shuts, and the ways back."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import AuditEntry, StaffBinding, StaffPolicy, StaffProvider, User
from accounts.staff import actions
from accounts.staff.requirement import Rule
from tests import cast
from tests.accounts.authenticator import code_of
from tests.accounts.company import bind, leave, walk
from tests.accounts.signing_in import OWN, give_app, give_code, is_in, log_in, member
from tests.cast import Browser

pytestmark = pytest.mark.django_db
POLICY = "/admin/accounts/staffpolicy/1/change/"


@pytest.fixture
def ada():
    """A superuser with a password."""
    return member("ada", superuser=True)


@pytest.fixture
def admin(ada):
    browser = cast.staff_browser(name="olga", groups=("admins",))
    actions.change_policy(second_step=Rule.NOBODY)
    return browser


def shut(admin, ada=None, **more):
    return admin.post(
        POLICY, {"second_step": "nobody", "sso_only": "on", "break_glass": [ada.pk] if ada else []} | more
    )


def is_shut() -> bool:
    return StaffPolicy.objects.current().sso_only


def test_passwords_arent_shut_before_an_admin_came_in_by_the_company(company, admin, ada, aki, now):
    page = shut(admin, ada)
    assert "First an admin must have logged in" in page.content.decode()
    bind(company, aki, now, used_at=now)  # an agent's says nothing
    assert shut(admin, ada).status_code == 200
    bind(company, admin.user, now, subject="olga")  # joined, and never come through
    assert shut(admin, ada).status_code == 200
    assert not is_shut()
    StaffBinding.objects.filter(subject="olga").update(used_at=now)
    assert shut(admin, ada).status_code == 302
    assert is_shut()
    assert AuditEntry.objects.filter(kind="admin_changed", object_kind="accounts.staffpolicy").exists()


def test_passwords_arent_shut_where_nobody_is_named_who_could_open(company, admin, ada, now):
    bind(company, admin.user, now, used_at=now)
    for nobody in (None, cast.staff(name="bo")):
        assert shut(admin, nobody).status_code == 200
    ada.set_unusable_password()
    ada.save()
    page = shut(admin, ada)
    assert "Name at least one superuser" in page.content.decode()
    assert not is_shut()


def test_the_action_refuses_too(company, ada, now):
    with pytest.raises(actions.LockedOutError):
        actions.change_policy(second_step=Rule.NOBODY, sso_only=True, break_glass=[ada])
    bind(company, ada, now, used_at=now)
    with pytest.raises(actions.LockedOutError):
        actions.change_policy(second_step=Rule.NOBODY, sso_only=True)
    assert not is_shut()


@pytest.fixture
def only(company, ada, now):
    """Only the company's login opens, but for Ada."""
    bind(company, ada, now, used_at=now, subject="ada")
    actions.change_policy(second_step=Rule.NOBODY, sso_only=True, break_glass=[ada])


def test_a_right_password_opens_only_for_who_is_named(only, aki):
    other = Browser()
    page = log_in(other)
    assert page.status_code == 200
    assert "Passwords open nothing here any more" in page.content.decode()
    assert not is_in(other)
    assert AuditEntry.objects.latest("pk").details["reason"] == "company_login_only"
    browser = Browser()
    log_in(browser, "ada")
    assert is_in(browser)


def test_who_is_named_and_no_superuser_any_more_has_no_password_that_opens(only):
    User.objects.filter(username="ada").update(is_superuser=False)
    assert log_in(Browser(), "ada").status_code == 200


def test_a_wrong_password_is_told_as_ever(only, aki):
    page = log_in(Browser(), password="wrong").content.decode()
    assert "Passwords open nothing" not in page


def test_the_login_page_folds_the_password_away(only, reader):
    page = reader.get("/admin/login/").content.decode()
    assert '<details class="company-else">' in page
    assert "Log in with Acme" in page


def test_the_company_still_opens(only, company, aki, reader):
    walk(reader, company)
    assert is_in(reader)


def test_shutting_them_logs_everybody_out_but_who_did_it(company, admin, ada, now):
    member("aki")
    browser = Browser()
    log_in(browser)
    assert is_in(browser)
    bind(company, admin.user, now, used_at=now)
    shut(admin, ada)
    assert not is_in(browser)
    assert is_in(admin)


def test_who_stands_before_the_second_step_when_they_are_shut_comes_in_no_more(company, ada, aki, now):
    key = give_app(aki, now=now)
    browser = Browser()
    assert log_in(browser)["Location"] == f"{OWN}second-step/"
    bind(company, ada, now, used_at=now, subject="ada")
    actions.change_policy(second_step=Rule.NOBODY, sso_only=True, break_glass=[ada])
    give_code(browser, code_of(key))
    assert not is_in(browser)


def test_who_is_to_show_once_more_that_it_is_they_goes_by_the_company(only, company, aki, reader, later):
    walk(reader, company)
    later()
    page = reader.get(f"{OWN}confirm/?next={OWN}app/").content.decode()
    assert 'name="password"' not in page
    assert f"{company.path()}?again=1&amp;next=%2Fadmin%2Fsign-in%2Fapp%2F" in page
    assert leave(reader, f"{company.path()}?again=1")["prompt"] == "login"


def test_the_way_back_on_the_server_opens_passwords_and_is_written_down(only, aki):
    said = StringIO()
    call_command("allow_passwords", stdout=said)
    assert "passwords open again" in said.getvalue()
    assert log_in(Browser()).status_code == 302
    assert AuditEntry.objects.filter(kind="passwords_allowed").count() == 1
    call_command("allow_passwords", stdout=said)
    assert AuditEntry.objects.filter(kind="passwords_allowed").count() == 1


# --- the rows in the admin ---

ROWS = "/admin/accounts/staffprovider/"


def form(company, **changes) -> dict[str, object]:
    rows = {"groups-TOTAL_FORMS": 0, "groups-INITIAL_FORMS": 0, "groups-MIN_NUM_FORMS": 0, "groups-MAX_NUM_FORMS": 1000}
    known = {"name": "Acme", "issuer": company.origin, "client_id": "help-center", "client_auth": "none"}
    known |= {"jwks_url": f"{company.origin}/jwks", "is_on": "on", "groups_claim": "groups", "ask_again_hours": 12}
    given = rows | known | changes
    return {name: value for name, value in given.items() if value is not None}


def change(admin, company, **changes):
    return admin.post(f"{ROWS}{StaffProvider.objects.get().pk}/change/", form(company, **changes))


def test_an_admin_makes_one_with_groups_and_a_secret_that_nobody_reads(company, admin):
    company.description = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    StaffProvider.objects.all().delete()
    group = admin.user.groups.get()
    made = form(company, client_auth="client_secret_basic", credential="very-secret", email_domains="@Acme.example\n\n")
    made |= {"groups-TOTAL_FORMS": 1, "groups-0-value": "bosses", "groups-0-group": group.pk}
    assert admin.post(f"{ROWS}add/", made).status_code == 302
    row = StaffProvider.objects.get()
    assert (row.email_domains, row.groups.get().value) == (["acme.example"], "bosses")
    assert row.sealed_credential
    assert "very-secret" not in row.sealed_credential
    page = admin.get(f"{ROWS}{row.pk}/change/").content.decode()
    assert "very-secret" not in page
    assert row.sealed_credential not in page
    assert f"<code>{cast.ORIGIN}/admin/sign-in/company/back/</code>" in page


def test_no_other_issuer_takes_over_the_joined(company, admin, aki, now):
    bind(company, aki, now)
    page = change(admin, company, issuer="https://evil.example")
    assert "whom another issuer could pretend to be" in page.content.decode()
    assert StaffProvider.objects.get().issuer == company.origin


def test_one_that_is_switched_off_logs_out_whoever_came_by_it(company, admin, aki, reader):
    walk(reader, company)
    assert is_in(reader)
    assert change(admin, company, is_on=None).status_code == 302
    assert not is_in(reader)


def test_the_only_way_in_isnt_switched_off_nor_deleted(only, company, admin, ada, now):
    row = StaffProvider.objects.get()
    StaffPolicy.objects.update(sso_only=True)
    assert "no admin by another company login" in change(admin, company, is_on=None).content.decode()
    assert admin.post(f"{ROWS}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert StaffProvider.objects.get().is_on


def test_an_admin_parts_somebody_who_is_logged_out(company, admin, aki, reader):
    walk(reader, company)
    assert is_in(reader)
    binding = StaffBinding.objects.get()
    path = f"/admin/accounts/staffbinding/{binding.pk}/"
    assert admin.post("/admin/accounts/staffbinding/add/", {}).status_code == 403
    assert admin.post(f"{path}change/", {"subject": "x"}).status_code == 403
    assert admin.post(f"{path}delete/", {"post": "yes"}).status_code == 302
    assert not StaffBinding.objects.exists()
    assert not is_in(reader)
    assert AuditEntry.objects.get(kind="staff_unbound").object_ref == "aki"


def test_only_a_superuser_parts_a_superuser(only, admin):
    path = f"/admin/accounts/staffbinding/{StaffBinding.objects.get().pk}/delete/"
    assert admin.post(path, {"post": "yes"}).status_code == 403


def test_the_page_that_tries_it_says_what_is_right(company, admin):
    page = admin.get(f"{ROWS}{StaffProvider.objects.get().pk}/try/").content.decode()
    assert "The description at" in page
    company.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    assert "Wrong:" in admin.get(f"{ROWS}{StaffProvider.objects.get().pk}/try/").content.decode()


def test_who_may_not_change_policies_sees_no_providers(company):
    agent = cast.staff_browser(name="bo")
    assert agent.get(ROWS).status_code == 403

"""Where staff are logged in: they see it, end it, and what else ends it."""

import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import tasks
from accounts.models import StaffSession, User
from accounts.staff import actions, session_actions
from accounts.staff.browsers import browser_in, system_in
from accounts.staff.requirement import Rule
from accounts.staff.sessions import SEEN_EVERY, sessions_of
from tests.accounts.signing_in import OWN, PASSWORD, give_app, is_in, log_in, member
from tests.cast import Browser

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15"


@pytest.fixture
def aki():
    return member()


def at_work(name: str = "aki", *, agent: str = FIREFOX, address: str = "198.51.100.7") -> Browser:
    """Somebody logged in, in a browser of their own."""
    browser = Browser(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    log_in(browser, name)
    assert is_in(browser)
    return browser


def key_of(browser) -> str:
    return browser.cookies["sessionid"].value


def row_of(browser) -> StaffSession:
    return StaffSession.objects.get(session_id=key_of(browser))


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Linux"),
        (IPHONE, "Safari", "iPhone"),
        (EDGE, "Edge", "Windows"),
        (ANDROID, "Chrome", "Android"),
        (MAC, "Safari", "macOS"),
        ("curl/8.0", "", ""),
        ("", "", ""),
    ],
)
def test_a_browser_in_two_words(agent, browser, system):
    assert (browser_in(agent), system_in(agent)) == (browser, system)


def test_what_is_kept_is_words_and_a_network_no_address(aki):
    row = row_of(at_work())
    assert (str(row), row.network) == ("Firefox on Linux", "198.51.100.0/24")
    assert row.began_at
    named = {field.name for field in StaffSession._meta.fields}
    assert named == {"session", "user", "number", "network", "browser", "system", "began_at", "seen_at"}


def test_of_an_ipv6_line_the_widest_network_but_one(aki):
    assert row_of(at_work(address="2001:db8:1:2:3::4")).network == "2001:db8:1::/56"


def test_a_browser_that_says_nothing_has_a_name_too(aki):
    assert str(row_of(at_work(agent="x"))) == "An unknown browser"
    assert str(row_of(at_work(agent="Firefox/1"))) == "Firefox"


def test_the_page_lists_them_and_marks_this_one(aki):
    here = at_work()
    at_work(agent=IPHONE)
    page = here.get(OWN).content.decode()
    assert page.count('class="chip">here') == 1
    assert "Safari on iPhone" in page
    assert key_of(here) not in page, "the key opens the desk"


def test_one_is_ended_at_once(aki):
    here, there = at_work(), at_work(agent=IPHONE)
    here.post(f"{OWN}sessions/{row_of(there).number}/end/")
    assert is_in(here)
    assert not is_in(there)


def test_all_others_are_ended(aki):
    here, *others = [at_work() for _each in range(3)]
    assert "Log out everywhere else" in here.get(OWN).content.decode()
    here.post(f"{OWN}sessions/end-others/")
    assert [is_in(each) for each in (here, *others)] == [True, False, False]
    assert "Log out everywhere else" not in here.get(OWN).content.decode()


def test_nobody_ends_anothers(aki):
    member("ben")
    mine, other = at_work(), at_work("ben")
    mine.post(f"{OWN}sessions/{row_of(other).number}/end/")
    mine.post(f"{OWN}sessions/end-others/")
    assert is_in(other)


def test_logging_out_takes_the_row_along(aki):
    browser = at_work()
    browser.post("/admin/logout/")
    assert not StaffSession.objects.exists()


def test_a_new_password_ends_the_others_and_goes_on_here(aki):
    here, there = at_work(), at_work()
    form = {"old_password": PASSWORD, "new_password1": "battery-9-staple", "new_password2": "battery-9-staple"}
    assert here.post("/admin/password_change/", form).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert [row.pk for row in sessions_of(User.objects.get(pk=aki.pk), now=timezone.now())] == [key_of(here)]


def test_a_wrong_old_password_ends_nothing(aki):
    here, there = at_work(), at_work()
    here.post("/admin/password_change/", {"old_password": "x", "new_password1": "y", "new_password2": "y"})
    assert is_in(there)


def test_a_password_that_an_admin_sets_ends_all(aki):
    member("boss", superuser=True)
    boss, there = at_work("boss"), at_work()
    form = {"usable_password": "true", "password1": "battery-9-staple", "password2": "battery-9-staple"}
    assert boss.post(f"/admin/accounts/user/{aki.pk}/password/", form).status_code == 302
    assert not StaffSession.objects.filter(user=aki).exists()
    assert not is_in(there)
    assert is_in(boss)


def test_one_that_another_password_shut_is_listed_no_more(aki):
    at_work()
    aki.set_password("another")
    aki.save()
    assert sessions_of(aki, now=timezone.now()) == []


def test_after_a_change_of_the_sites_secret_they_are_still_listed(aki, settings):
    at_work()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 50, [settings.SECRET_KEY]
    assert len(sessions_of(aki, now=timezone.now())) == 1


def test_an_admin_sees_and_ends_them(aki, caplog):
    caplog.set_level(logging.INFO, logger="audit")
    member("boss", superuser=True)
    boss, there = at_work("boss"), at_work(agent=IPHONE)
    address = f"/admin/accounts/user/{aki.pk}/logins/"
    assert address in boss.get(f"/admin/accounts/user/{aki.pk}/change/").content.decode()
    assert "Safari on iPhone" in boss.get(address).content.decode()
    boss.post(address)
    assert not is_in(there)
    assert "They are logged in nowhere." in boss.get(address).content.decode()
    ended = [line for line in caplog.records if getattr(line, "event", "") == "staff_session_ended"]
    assert [line.of for line in ended] == [aki.pk]
    assert "Logged out everywhere." in boss.get(f"/admin/accounts/user/{aki.pk}/history/").content.decode()


def test_nobody_else_does(aki):
    member("ben")
    ben, mine = at_work("ben"), at_work()
    assert ben.get(f"/admin/accounts/user/{aki.pk}/logins/").status_code == 403
    assert ben.post(f"/admin/accounts/user/{aki.pk}/logins/").status_code == 403
    assert is_in(mine)


def test_who_lost_the_second_step_is_logged_out(aki, now):
    there = at_work()
    give_app(aki, now=now)
    actions.reset_factors(user=aki)
    assert not is_in(there)


def test_a_stricter_policy_logs_out_who_lacks_what_it_asks_but_whoever_made_it(aki, now):
    boss = member("boss", superuser=True)
    ben = member("ben")
    here, lacking, having = at_work("boss"), at_work(), at_work("ben")
    give_app(ben, now=now)
    here.post("/admin/accounts/staffpolicy/1/change/", {"second_step": "everybody"})
    assert [is_in(each) for each in (here, lacking, having)] == [True, False, True]
    assert boss.is_superuser


def test_for_admins_alone_it_logs_out_admins_alone(aki):
    member("boss", superuser=True)
    agent, boss = at_work(), at_work("boss")
    actions.change_policy(second_step=Rule.ADMINS)
    assert is_in(agent)
    assert not is_in(boss)


def test_seen_is_written_every_ten_minutes(aki, monkeypatch):
    browser = at_work()
    first = row_of(browser)
    browser.get("/admin/")
    assert row_of(browser).seen_at == first.seen_at
    later = timezone.now() + timedelta(seconds=SEEN_EVERY + 1)
    monkeypatch.setattr("accounts.staff.sessions.timezone.now", lambda: later)
    browser.get("/admin/")
    assert row_of(browser).seen_at == later
    assert row_of(browser).began_at == first.began_at
    assert row_of(browser).number == first.number


def test_in_between_a_page_costs_nothing_more(aki):
    browser = at_work()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get("/admin/")
    assert not [each for each in asked if "staffsession" in each["sql"]]


def test_a_session_from_before_is_noticed(aki):
    browser = Browser()
    browser.force_login(aki)
    browser.get("/admin/")
    assert row_of(browser).user == aki


def test_one_that_ended_meanwhile_is_not_written_again(aki):
    session_actions.see(user=aki, key="gone", network="", browser="", system="", now=timezone.now())
    assert not StaffSession.objects.exists()


def test_readers_are_not_looked_at(reader, pro, db):
    reader.get("/en/")
    pro.get("/en/")
    assert not StaffSession.objects.exists()


def test_sessions_whose_time_is_over_are_deleted(aki):
    old, young = at_work(), at_work()
    Session.objects.filter(pk=key_of(old)).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert [row.pk for row in sessions_of(aki, now=timezone.now())] == [key_of(young)]
    tasks.forget_sessions(timestamp=0)
    assert list(Session.objects.values_list("pk", flat=True)) == [key_of(young)]
    assert StaffSession.objects.count() == 1


def test_all_goes_with_the_person(aki):
    at_work()
    aki.delete()
    assert not StaffSession.objects.exists()

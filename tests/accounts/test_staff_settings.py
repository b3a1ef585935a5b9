"""What staff set for themselves, and that it holds in the admin and nowhere else."""

import re
from zoneinfo import available_timezones

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import StaffSettings, User
from accounts.staff import emails
from accounts.staff.settings_actions import change_settings
from accounts.staff.zones import REGIONS, grouped
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/admin/settings/"


@pytest.fixture
def aki():
    return cast.staff_browser(name="aki")


def save(browser, **changes):
    form = {"language": "", "time_zone": "", "density": "roomy", "single_keys": "on", "signature": ""} | changes
    return browser.post(PAGE, {name: value for name, value in form.items() if value is not None})


def test_who_has_set_nothing_has_what_everybody_begins_with(aki):
    own = User.objects.get(username="aki").own
    assert (own.language, own.time_zone, own.signature, own.density, own.single_keys) == ("", "", "", "roomy", True)
    assert own.zone is None
    assert not StaffSettings.objects.exists()


def test_the_name_in_the_header_leads_there(aki):
    assert f'<a class="desk-me" href="{PAGE}">aki</a>' in aki.get("/admin/").content.decode()
    page = aki.get(PAGE).content.decode()
    assert 'aria-current="page">My settings' in page
    assert 'href="/admin/sign-in/"' in page


def test_what_is_set_is_kept_and_shown_again(aki):
    assert save(aki, signature="Aki\nAsk me anything", density="dense", single_keys=None)["Location"] == PAGE
    own = StaffSettings.objects.get(user=aki.user)
    assert (own.signature, own.density, own.single_keys) == ("Aki\nAsk me anything", "dense", False)
    page = aki.get(PAGE).content.decode()
    assert "Ask me anything" in page
    assert re.search(r'value="dense"[^>]* checked', page)


def test_nobody_elses_are_touched(aki):
    other = cast.staff_browser(name="ben")
    save(aki, signature="Aki")
    assert User.objects.get(username="ben").own.signature == ""
    assert "Aki" not in other.get(PAGE).content.decode().partition("own-fields")[2]


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"density": "huge"},
        {"signature": "x" * 501},
        {"signature": "\n".join("1234567")},
    ],
)
def test_what_is_none_is_refused_in_place(aki, changes):
    page = save(aki, **changes)
    assert page.status_code == 200
    assert not StaffSettings.objects.exists()


def test_a_signature_has_no_empty_lines_around_it(aki):
    save(aki, signature="\r\n  Aki  \r\nHelp center\r\n\r\n")
    assert StaffSettings.objects.get().signature == "Aki\nHelp center"


# --- language and clock -------------------------------------------------------------------------------


def test_the_language_holds_in_the_admin_whatever_the_browser_asks(aki):
    save(aki, language="ja")
    page = aki.get("/admin/", headers={"Accept-Language": "en"})
    assert '<html lang="ja"' in page.content.decode()
    assert page["Content-Language"] == "ja"
    assert "保存しました。" in page.content.decode()
    assert translation.get_language() == "en"


def test_without_one_the_browser_decides(aki):
    assert '<html lang="ja"' in aki.get("/admin/", headers={"Accept-Language": "ja"}).content.decode()


def test_reader_pages_know_nothing_of_it(aki):
    save(aki, language="ja")
    assert '<html lang="en"' in aki.get("/en/").content.decode()


def test_the_clock_is_their_own(aki):
    assert 'data-admin-server-timezone="UTC"' in aki.get("/admin/").content.decode()
    save(aki, time_zone="Asia/Tokyo")
    page = aki.get("/admin/").content.decode()
    assert 'data-admin-utc-offset="32400"' in page
    assert 'data-admin-server-timezone="Asia/Tokyo"' in page
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_zone_that_is_gone_is_the_sites(aki):
    change_settings(user=aki.user, time_zone="Europe/Atlantis")
    assert 'data-admin-server-timezone="UTC"' in aki.get("/admin/").content.decode()


def test_a_language_that_is_gone_is_the_browsers(aki):
    change_settings(user=aki.user, language="xx")
    assert '<html lang="en"' in aki.get("/admin/").content.decode()


def test_zones_are_found_by_region():
    zones = dict(grouped(available_timezones()))
    assert ("Asia/Tokyo", "Tokyo") in zones["Asia"]
    assert ("America/Argentina/Buenos_Aires", "Argentina – Buenos Aires") in zones["America"]
    assert list(zones) == ["UTC", *REGIONS]
    assert "US" not in zones


def test_mail_to_staff_is_in_their_language(aki):
    change_settings(user=aki.user, language="ja")
    letter = emails.sign_in_changed(User.objects.get(pk=aki.user.pk), emails.What.RESET)
    assert letter.subject == "デスクへのログイン方法が変わりました"


# --- keys and density ---------------------------------------------------------------------------------


def body_classes(browser) -> set[str]:
    return set(re.search(r'<body class="([^"]*)"', browser.get("/admin/").content.decode())[1].split())


def test_pages_say_what_scripts_and_sheets_go_by(aki):
    assert not body_classes(aki) & {"desk-no-keys", "desk-dense"}
    save(aki, density="dense", single_keys=None)
    assert body_classes(aki) >= {"desk-no-keys", "desk-dense"}
    assert "desk-no-keys" not in cast.Browser().get("/admin/login/").content.decode()


# --- what it costs ------------------------------------------------------------------------------------


def test_no_page_asks_for_them_by_itself(aki):
    with CaptureQueriesContext(connection) as before:
        aki.get("/admin/")
    save(aki, language="ja", time_zone="Asia/Tokyo")
    aki.get("/admin/")
    with CaptureQueriesContext(connection) as after:
        aki.get("/admin/")
    assert len(after) == len(before)
    assert sum("staffsettings" in each["sql"] for each in after) == 1


def test_who_was_shut_out_is_not_known_by_the_session(aki):
    User.objects.filter(pk=aki.user.pk).update(is_active=False)
    assert aki.get("/admin/").status_code == 302


def test_strangers_and_customers_have_no_page(reader, pro):
    for browser in (reader, pro):
        assert browser.get(PAGE)["Location"].startswith("/admin/login/")

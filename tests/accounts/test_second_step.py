"""Staff log in with a password and a second step; until both are there they are nobody."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import RecoveryCode, StaffPolicy, User
from accounts.staff import actions, arriving
from accounts.staff.requirement import Next, Person, Rule, after_password
from tests import cast
from tests.accounts.authenticator import Device, code_of
from tests.accounts.signing_in import (
    OWN,
    PASSWORD,
    add_passkey,
    codes_on,
    give_app,
    give_code,
    is_in,
    log_in,
    member,
    options_on,
    set_up_app,
)
from tests.cast import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def aki():
    return member()


@pytest.fixture
def key(aki, now):
    """The secret of Aki's app."""
    return give_app(aki, now=now)


@pytest.fixture
def audit(caplog):
    caplog.set_level(logging.INFO, logger="audit")
    return lambda: [line for line in caplog.records if line.name == "audit"]


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("is_admin", [True, False])
def test_the_table_of_what_comes_after_the_password(rule, is_admin):
    asked = rule == Rule.EVERYBODY or (rule == Rule.ADMINS and is_admin)
    assert after_password(rule, Person(is_admin, has_second_step=True)) == Next.ASK
    assert after_password(rule, Person(is_admin, has_second_step=False)) == (Next.ENROL if asked else Next.IN)


def test_who_has_none_and_needs_none_is_in(aki, reader):
    assert log_in(reader)["Location"] == "/admin/tickets/ticket/"
    assert is_in(reader)


def test_the_password_alone_opens_nothing(key, reader):
    assert log_in(reader)["Location"] == f"{OWN}second-step/"
    assert not is_in(reader)
    for address in ("", "app/", "passkeys/add/", "confirm/"):
        assert "/admin/login/" in reader.get(OWN + address)["Location"]


def test_the_code_of_the_app_leads_to_where_they_were_going(key, reader):
    log_in(reader, onward="/admin/tickets/ticket/")
    assert give_code(reader, code_of(key))["Location"] == "/admin/tickets/ticket/"
    assert is_in(reader)


@pytest.mark.parametrize("spelled", ["{0} {1}", " {0}-{1} ", "{0}{1}"])
def test_a_code_is_read_however_it_is_spaced(key, reader, spelled):
    code = code_of(key)
    log_in(reader)
    assert give_code(reader, spelled.format(code[:3], code[3:])).status_code == 302


@pytest.mark.parametrize("steps", [-3, -2, 3])
def test_a_code_of_another_time_opens_nothing(key, reader, steps):
    log_in(reader)
    assert give_code(reader, code_of(key, steps=steps)).status_code == 200
    assert not is_in(reader)


def test_a_clock_may_be_half_a_minute_wrong(key, reader):
    log_in(reader)
    assert give_code(reader, code_of(key, steps=1)).status_code == 302


def test_a_code_counts_once_and_so_does_one_before_it(key, reader):
    code, before = code_of(key), code_of(key, steps=-1)
    log_in(reader)
    give_code(reader, code)
    for each in (code, before):
        other = Browser()
        log_in(other)
        page = give_code(other, each)
        assert "That code opens nothing" in page.content.decode()
    assert not is_in(other)


def test_another_persons_code_opens_nothing(key, reader, now):
    other = give_app(member("ben"), now=now)
    log_in(reader)
    assert give_code(reader, code_of(other)).status_code == 200


def test_codes_are_guessed_only_so_often_and_recovery_codes_still_open(key, aki, reader, limit):
    limit("staff_code", account=2)
    recovery = actions.make_recovery_codes(user=aki)[0]
    log_in(reader)
    for _each in range(2):
        give_code(reader, "000000")
    page = give_code(reader, code_of(key)).content.decode()
    assert "Too many codes were wrong" in page
    assert "Please try again in 15 minutes." in page
    assert give_code(reader, recovery).status_code == 302


def test_no_more_wrong_codes_in_a_day_than_so_many(key, reader, limit):
    limit("staff_code_day", account=1)
    log_in(reader)
    give_code(reader, "000000")
    assert "Too many codes were wrong" in give_code(reader, code_of(key)).content.decode()


def test_right_codes_are_not_counted(key, limit):
    limit("staff_code", account=1)
    limit("staff_code_day", account=1)
    for steps in (0, 1):
        browser = Browser()
        log_in(browser)
        assert give_code(browser, code_of(key, steps=steps)).status_code == 302


def test_a_recovery_code_opens_once_in_any_spelling_and_they_are_told(key, aki, reader, run_mail):
    code = actions.make_recovery_codes(user=aki)[3]
    log_in(reader)
    assert give_code(reader, code.upper().replace("-", " ")).status_code == 302
    again = Browser()
    log_in(again)
    assert give_code(again, code).status_code == 200
    assert RecoveryCode.objects.filter(user=aki).count() == 9
    assert "One of your recovery codes was used to log in." in run_mail()[-1].body


def test_waiting_for_the_second_step_ends(key, reader, monkeypatch):
    log_in(reader)
    later = timezone.now() + timedelta(seconds=arriving.PENDING_FOR + 1)
    monkeypatch.setattr("accounts.staff.entering.timezone.now", lambda: later)
    assert give_code(reader, code_of(key, steps=30))["Location"] == "/admin/login/"


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "other"}])
def test_who_was_shut_out_or_has_another_password_meanwhile_waits_no_more(key, aki, reader, change):
    log_in(reader)
    User.objects.filter(pk=aki.pk).update(**change)
    assert give_code(reader, code_of(key))["Location"] == "/admin/login/"


def test_the_session_gets_another_name_with_each_step(key, reader):
    reader.get("/admin/login/")
    names = set()
    log_in(reader)
    names.add(reader.cookies["sessionid"].value)
    give_code(reader, code_of(key))
    names.add(reader.cookies["sessionid"].value)
    assert len(names) == 2


def test_somebody_else_who_was_signed_in_here_is_out_once_the_password_is_given(key):
    browser = cast.staff_browser(name="ben")
    log_in(browser)
    assert not is_in(browser)


def test_without_a_password_the_page_of_the_second_step_leads_back(reader, db):
    assert reader.get(f"{OWN}second-step/")["Location"] == "/admin/login/"
    assert give_code(reader, "123456")["Location"] == "/admin/login/"


def test_an_empty_answer_is_no_crash_and_no_way_in(key, reader):
    log_in(reader)
    for form in ({}, {"code": ""}, {"answer": "{}"}, {"answer": "null"}):
        assert reader.post(f"{OWN}second-step/", form).status_code == 200
    assert not is_in(reader)


def test_the_record_tells_the_steps_and_nothing_typed(key, reader, aki, audit):
    log_in(reader)
    give_code(reader, "000000")
    give_code(reader, code_of(key))
    told = [(line.event, line.outcome, line.staff) for line in audit()]
    assert told == [
        ("staff_password", "ok", aki.pk),
        ("staff_second_step", "refused", aki.pk),
        ("staff_login", "ok", aki.pk),
    ]
    assert "000000" not in str([line.__dict__ for line in audit()])


# --- passkeys ---------------------------------------------------------------------------------------


@pytest.fixture
def device(aki, reader):
    """Aki's passkey, made by herself."""
    made = Device()
    log_in(reader)
    assert len(codes_on(add_passkey(reader, made))) == 10
    reader.post("/admin/logout/")
    return made


def step(browser):
    log_in(browser)
    return options_on(browser.get(f"{OWN}second-step/"))


def answer(browser, text):
    return browser.post(f"{OWN}second-step/", {"answer": text})


def test_a_passkey_is_a_second_step(device, reader, aki):
    assert answer(reader, device.sign(step(reader)))["Location"] == "/admin/tickets/ticket/"
    assert is_in(reader)
    assert aki.passkeys.get().used_at


def test_the_page_alone_may_ask_for_one(device, reader):
    log_in(reader)
    assert "publickey-credentials-get=(self)" in reader.get(f"{OWN}second-step/")["Permissions-Policy"]
    assert "publickey-credentials-get=()" in reader.get("/admin/login/")["Permissions-Policy"]


def test_an_answer_to_another_question_opens_nothing(device, reader):
    first = step(reader)
    step(reader)
    page = answer(reader, device.sign(first))
    assert "wasn’t accepted" in page.content.decode()
    assert not is_in(reader)


def test_an_answer_opens_once(device, reader):
    told = device.sign(step(reader))
    assert answer(reader, told).status_code == 302
    other = Browser()
    step(other)
    assert answer(other, told).status_code == 200


def test_another_sites_answer_opens_nothing(device, reader):
    device.origin = "http://help.localhost.evil.example"
    assert answer(reader, device.sign(step(reader))).status_code == 200
    assert not is_in(reader)


def test_another_key_under_the_same_number_opens_nothing(device, reader):
    assert answer(reader, Device(number=device.number).sign(step(reader))).status_code == 200
    assert not is_in(reader)


def test_a_copy_of_a_device_is_noticed(device, reader):
    answer(reader, device.sign(step(reader)))
    device.signatures = 0
    other = Browser()
    assert answer(other, device.sign(step(other))).status_code == 200
    assert not is_in(other)


def test_a_device_that_counts_nothing_is_none(aki, reader):
    log_in(reader)
    silent = Device(counts=False)
    add_passkey(reader, silent)
    for _each in range(2):
        browser = Browser()
        assert answer(browser, silent.sign(step(browser))).status_code == 302


def test_somebody_elses_passkey_opens_nothing(device, reader):
    log_in(reader)
    answer(reader, device.sign(options_on(reader.get(f"{OWN}second-step/"))))
    member("ben")
    ben = Browser()
    log_in(ben, "ben")
    mine = Device(number=b"device-2")
    add_passkey(ben, mine)
    other = Browser()
    assert answer(other, mine.sign(step(other))).status_code == 200


# --- the policy --------------------------------------------------------------------------------------


def test_a_demonstration_asks_nothing_and_anything_else_asks_everybody(db, settings):
    assert StaffPolicy.objects.current().rule == Rule.NOBODY
    settings.DEMO = False
    assert StaffPolicy.objects.current().rule == Rule.EVERYBODY


def test_who_lacks_what_is_asked_sets_it_up_and_can_do_nothing_else(aki, reader):
    actions.change_policy(second_step=Rule.EVERYBODY)
    assert log_in(reader, onward="/admin/tickets/ticket/")["Location"] == OWN
    page = reader.get(OWN).content.decode()
    assert "Your team asks for a second step" in page
    assert "user-tools" not in page
    assert not is_in(reader)
    assert reader.get("/admin/tickets/ticket/").status_code == 302
    assert reader.get(f"{OWN}second-step/")["Location"] == "/admin/login/"
    shown, _key = set_up_app(reader)
    assert len(codes_on(shown)) == 10
    assert 'href="/admin/tickets/ticket/"' in shown.content.decode()
    assert is_in(reader)


def test_a_passkey_does_as_well(aki, reader):
    actions.change_policy(second_step=Rule.EVERYBODY)
    log_in(reader)
    assert len(codes_on(add_passkey(reader, Device()))) == 10
    assert is_in(reader)


def test_of_admins_alone(aki, reader):
    member("boss", superuser=True)
    actions.change_policy(second_step=Rule.ADMINS)
    assert log_in(reader)["Location"] == "/admin/tickets/ticket/"
    assert log_in(Browser(), "boss")["Location"] == OWN


def test_staff_change_the_policy_in_the_admin(aki):
    boss = cast.staff_browser(name="boss", superuser=True)
    assert boss.get("/admin/accounts/staffpolicy/")["Location"] == "/admin/accounts/staffpolicy/1/change/"
    assert "Who lacks one sets it up" in boss.get("/admin/accounts/staffpolicy/1/change/").content.decode()
    boss.post("/admin/accounts/staffpolicy/1/change/", {"second_step": "everybody"})
    assert StaffPolicy.objects.current().rule == Rule.EVERYBODY
    assert cast.staff_browser(name="aki").get("/admin/accounts/staffpolicy/1/change/").status_code == 403


def test_mail_goes_by_a_job(key, aki, run_mail):
    sent = run_mail()
    assert [each.to for each in sent] == [["aki@help.localhost"]]
    assert "An authenticator app was set up for your login." in sent[0].body
    assert "http://help.localhost:8000/admin/sign-in/" in sent[0].body
    assert mail.outbox == sent
    assert PASSWORD not in sent[0].body

"""An admin takes somebody's second step away, and the way back in by a command."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from accounts.models import AuthenticatorApp, Passkey, RecoveryCode, User
from accounts.staff.factors import factors_of
from tests import cast
from tests.accounts.authenticator import Device
from tests.accounts.signing_in import (
    OWN,
    add_passkey,
    give_app,
    log_in,
    member,
)
from tests.cast import Browser

pytestmark = pytest.mark.django_db


def test_who_has_no_second_step_is_offered_one(desk):
    page = desk.get(OWN).content.decode()
    assert "Add a passkey" in page
    assert "Recovery codes" not in page


@pytest.fixture
def boss():
    member("boss", superuser=True)
    browser = Browser()
    log_in(browser, "boss")
    return browser


def address_of(user):
    return f"/admin/accounts/user/{user.pk}/second-step/"


def test_an_admin_takes_it_away_and_they_are_told(boss, aki, now, run_mail):
    give_app(aki, now=now)
    assert address_of(aki) in boss.get(f"/admin/accounts/user/{aki.pk}/change/").content.decode()
    assert "call them" in boss.get(address_of(aki)).content.decode()
    boss.post(address_of(aki))
    assert not factors_of(aki).are_there
    assert not RecoveryCode.objects.filter(user=aki).exists()
    assert "Took away the second step." in LogEntry.objects.get(object_id=aki.pk).get_change_message()
    assert "An admin removed the second step" in run_mail()[-1].body
    assert log_in(Browser())["Location"] == "/admin/tickets/ticket/"


def test_the_list_says_who_has_one(boss, aki, now):
    give_app(aki, now=now)
    page = boss.get("/admin/accounts/user/").content.decode()
    told = re.findall(r'field-has_second_step"><img src="[^"]+icon-(yes|no)', page)
    assert sorted(told) == ["no", "yes"]


def test_it_needs_the_password_again(boss, aki, now, later):
    give_app(aki, now=now)
    later()
    assert f"{OWN}confirm/" in boss.post(address_of(aki))["Location"]
    assert factors_of(aki).are_there


def test_nobody_else_does(desk, now):
    ben = member("ben")
    give_app(ben, now=now)
    assert desk.post(address_of(ben)).status_code == 403
    assert factors_of(ben).are_there


def test_who_may_change_staff_doesnt_open_an_admins_account(aki, desk, boss, now):
    chief = User.objects.get(username="boss")
    give_app(chief, now=now)
    aki.user_permissions.add(Permission.objects.get(codename="change_user"))
    assert desk.post(address_of(chief)).status_code == 403
    assert factors_of(chief).are_there


def test_the_way_back_in_by_a_command(aki, now, capsys):
    give_app(aki, now=now)
    call_command("reset_second_step", "aki")
    assert not factors_of(aki).are_there
    call_command("reset_second_step", "aki")
    assert "There was no second step." in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("reset_second_step", "nobody")


def test_who_has_no_address_gets_no_mail(aki, now, run_mail):
    User.objects.filter(pk=aki.pk).update(email="")
    give_app(aki, now=now)
    assert run_mail() == []


def test_all_goes_with_the_person(aki, desk, now):
    add_passkey(desk, Device())
    give_app(aki, now=now)
    aki.delete()
    assert not any(model.objects.exists() for model in (AuthenticatorApp, Passkey, RecoveryCode))


def test_a_signed_in_browser_of_the_cast_sees_its_page():
    assert cast.staff_browser(name="ben").get(OWN).status_code == 200

"""Staff set up how they sign in."""

import re
from urllib.parse import unquote

import pytest
from django.utils import timezone

from accounts.models import AuthenticatorApp, Passkey, RecoveryCode
from accounts.staff import actions, codes
from accounts.staff.factors import factors_of
from accounts.staff.requirement import Rule
from tests.accounts.authenticator import Device, code_of
from tests.accounts.signing_in import (
    OWN,
    PASSWORD,
    add_passkey,
    codes_on,
    give_app,
    give_code,
    key_on,
    log_in,
    member,
    options_on,
    set_up_app,
)
from tests.cast import Browser

pytestmark = pytest.mark.django_db


def test_who_has_no_second_step_is_offered_one(desk):
    page = desk.get(OWN).content.decode()
    assert "Add a passkey" in page
    assert "Recovery codes" not in page


# --- the app -----------------------------------------------------------------------------------------


def test_the_picture_and_the_letters_are_the_same_secret_and_go_nowhere_else(desk, aki):
    page = desk.get(f"{OWN}app/")
    key = key_on(page)
    (address,) = re.findall(r'href="(otpauth://[^"]+)"', page.content.decode())
    assert f"secret={codes.in_letters(key)}" in unquote(address)
    assert "issuer=help.localhost" in unquote(address)
    assert '<svg viewBox="0 0' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert key_on(desk.get(f"{OWN}app/")) == key, "loading the page again must not make what was read useless"


def test_the_secret_is_stored_sealed(desk, aki):
    _page, key = set_up_app(desk)
    kept = AuthenticatorApp.objects.get(user=aki).sealed_key
    assert kept
    assert codes.in_letters(key) not in kept
    assert codes.in_letters(key) not in str(desk.session.items())


def test_a_wrong_first_code_sets_up_nothing(desk, aki):
    key = key_on(desk.get(f"{OWN}app/"))
    page = desk.post(f"{OWN}app/", {"code": code_of(key, steps=20)})
    assert "That isn’t what the app shows now." in page.content.decode()
    assert key_on(page) == key
    assert not AuthenticatorApp.objects.exists()


def test_a_second_app_is_refused_until_the_first_is_gone(desk, aki):
    set_up_app(desk)
    assert desk.get(f"{OWN}app/")["Location"] == OWN
    key = codes.new_key()
    with pytest.raises(actions.AlreadyThereError):
        actions.keep_app(user=aki, key=key, code=code_of(key), now=timezone.now())
    desk.post(f"{OWN}app/remove/")
    assert not factors_of(aki).are_there
    assert not RecoveryCode.objects.filter(user=aki).exists(), "codes without a second step would be one"
    _page, key = set_up_app(desk)
    assert AuthenticatorApp.objects.get(user=aki).user == aki


def test_an_app_goes_on_after_the_sites_secret_changed(desk, aki, settings):
    _page, key = set_up_app(desk)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 50, [settings.SECRET_KEY]
    browser = Browser()
    log_in(browser)
    assert give_code(browser, code_of(key, steps=1)).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    app = AuthenticatorApp.objects.get(user=aki)
    AuthenticatorApp.objects.update(last_step=0)
    assert actions.use_code(user=aki, code=code_of(key), now=timezone.now()) == actions.Used.APP
    assert app.sealed_key


def test_an_app_that_another_sites_secret_sealed_opens_nothing(desk, aki, settings):
    _page, key = set_up_app(desk)
    settings.SECRET_KEY = "z" * 50
    with pytest.raises(actions.WrongCodeError):
        actions.use_code(user=aki, code=code_of(key, steps=1), now=timezone.now())


# --- passkeys ----------------------------------------------------------------------------------------


def test_a_passkey_is_listed_by_its_name_and_the_browser_is_told_of_it(desk, aki):
    add_passkey(desk, Device(), name="Laptop <b>")
    page = desk.get(OWN).content.decode()
    assert "Laptop &lt;b&gt;" in page
    asked = options_on(desk.get(f"{OWN}passkeys/add/"))
    assert [each["id"] for each in asked["excludeCredentials"]] == ["ZGV2aWNlLTE"]
    assert asked["rp"]["id"] == "help.localhost"
    assert "aki" not in asked["user"]["id"]


def test_the_second_one_makes_no_new_recovery_codes(desk, aki):
    assert codes_on(add_passkey(desk, Device()))
    assert add_passkey(desk, Device(number=b"device-2"))["Location"] == OWN
    assert RecoveryCode.objects.filter(user=aki).count() == codes.HOW_MANY


def test_one_device_is_nobody_elses(desk, aki):
    device = Device()
    add_passkey(desk, device)
    member("ben")
    other = Browser()
    log_in(other, "ben")
    page = add_passkey(other, device)
    assert "known already" in page.content.decode()
    assert Passkey.objects.count() == 1


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "x", '{"id": 1}', "[" * 5000])
def test_an_answer_that_is_none_makes_nothing(desk, text):
    desk.get(f"{OWN}passkeys/add/")
    page = desk.post(f"{OWN}passkeys/add/", {"name": "Key", "answer": text})
    assert page.status_code == 200
    assert not Passkey.objects.exists()


def test_a_passkey_of_another_site_is_not_kept(desk):
    page = add_passkey(desk, Device(origin="https://evil.example"))
    assert "wasn’t made" in page.content.decode()


def test_an_answer_without_a_question_makes_nothing(desk):
    options = options_on(desk.get(f"{OWN}passkeys/add/"))
    told = Device().make(options)
    browser = Browser()
    log_in(browser)
    assert browser.post(f"{OWN}passkeys/add/", {"name": "Key", "answer": told}).status_code == 200
    assert not Passkey.objects.exists()


def test_of_another_persons_passkeys_none_is_removed(desk, aki):
    add_passkey(desk, Device())
    member("ben")
    other = Browser()
    log_in(other, "ben")
    other.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/")
    assert Passkey.objects.filter(user=aki).exists()
    desk.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/")
    assert not Passkey.objects.exists()


# --- recovery codes ----------------------------------------------------------------------------------


def test_codes_are_shown_once_with_a_file_to_keep_and_stored_as_digests(desk, aki):
    page, _key = set_up_app(desk)
    shown = codes_on(page)
    assert len(set(shown)) == codes.HOW_MANY
    (file,) = re.findall(r'href="data:text/plain;charset=utf-8,([^"]+)"', page.content.decode())
    assert unquote(file).split() == ["help.localhost", *shown]
    assert "no-store" in page["Cache-Control"]
    assert not set(shown) & set(RecoveryCode.objects.values_list("digest", flat=True))
    assert shown[0] not in desk.get(OWN).content.decode()


def test_new_codes_take_the_place_of_those_before(desk, aki):
    before = codes_on(set_up_app(desk)[0])
    after = codes_on(desk.post(f"{OWN}recovery-codes/"))
    assert not set(before) & set(after)
    with pytest.raises(actions.WrongCodeError):
        actions.use_code(user=aki, code=before[0], now=timezone.now())
    assert actions.use_code(user=aki, code=after[0], now=timezone.now()) == actions.Used.RECOVERY_CODE


def test_without_a_second_step_there_are_none(desk, aki):
    assert desk.post(f"{OWN}recovery-codes/")["Location"] == OWN
    assert not RecoveryCode.objects.exists()


# --- what is asked of them ----------------------------------------------------------------------------


def test_the_only_one_stays_where_one_is_asked_for(desk, aki):
    add_passkey(desk, Device())
    actions.change_policy(second_step=Rule.EVERYBODY)
    page = desk.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/", follow=True)
    assert "set up another one before you remove this" in page.content.decode()
    assert Passkey.objects.exists()
    set_up_app(desk)
    desk.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/")
    assert not Passkey.objects.exists()


@pytest.mark.parametrize("address", ["app/", "passkeys/add/"])
def test_a_while_later_the_password_is_asked_once_more(desk, later, address):
    later()
    there = desk.get(OWN + address)["Location"]
    assert there == f"{OWN}confirm/?next={OWN.replace('/', '%2F')}{address.replace('/', '%2F')}"
    wrong = desk.post(there, {"password": "wrong", "next": OWN + address})
    assert "That isn’t your password." in wrong.content.decode()
    assert desk.post(there, {"password": PASSWORD, "next": OWN + address})["Location"] == OWN + address
    assert desk.get(OWN + address).status_code == 200


@pytest.mark.parametrize("address", ["app/remove/", "passkeys/1/remove/", "recovery-codes/"])
def test_nothing_is_changed_without_it(desk, aki, later, now, address):
    give_app(aki, now=now)
    codes_before = set(RecoveryCode.objects.values_list("digest", flat=True))
    later()
    assert f"{OWN}confirm/" in desk.post(OWN + address)["Location"]
    assert AuthenticatorApp.objects.exists()
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == codes_before


def test_ones_own_password_is_guessed_only_so_often(desk, later, limit):
    limit("staff_login", account=1)
    later()
    for password in ("wrong", PASSWORD):
        page = desk.post(f"{OWN}confirm/", {"password": password})
    assert "That was wrong too often." in page.content.decode()


def test_the_way_on_stays_on_this_site(desk):
    there = desk.post(f"{OWN}confirm/", {"password": PASSWORD, "next": "https://evil.example/"})["Location"]
    assert there == OWN


def test_who_has_no_password_confirms_with_a_code(aki, desk, now, later):
    key = give_app(aki, now=now)
    aki.set_unusable_password()
    aki.save()
    desk.force_login(aki)
    assert "Code" in desk.get(f"{OWN}confirm/").content.decode()
    assert desk.post(f"{OWN}confirm/", {"code": "000000"}).status_code == 200
    assert desk.post(f"{OWN}confirm/", {"code": code_of(key)})["Location"] == OWN


def test_strangers_find_no_page(reader, db):
    for address in ("", "second-step/", "confirm/", "app/", "passkeys/add/"):
        assert reader.get(OWN + address)["Location"].startswith("/admin/login/")
    for address in ("app/remove/", "passkeys/1/remove/", "recovery-codes/"):
        assert reader.post(OWN + address)["Location"].startswith("/admin/login/")


def test_a_customer_is_nobody_here(pro):
    assert pro.get(OWN)["Location"].startswith("/admin/login/")


def test_each_change_is_told_by_mail(desk, aki, run_mail):
    set_up_app(desk)
    add_passkey(desk, Device())
    desk.post(f"{OWN}app/remove/")
    desk.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/")
    told = [sent.body for sent in run_mail()]
    words = ["app was set up", "passkey was added", "app was removed", "passkey was removed"]
    assert all(word in body for word, body in zip(words, told, strict=True))

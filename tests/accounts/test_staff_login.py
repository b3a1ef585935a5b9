"""Staff log in: guesses have a limit, and strangers who guess lock nobody out where they work."""

import pytest

from tests import cast
from tests.cast import Browser

pytestmark = pytest.mark.django_db
OFFICE, ELSEWHERE = "192.0.2.1", "198.51.100.1"


@pytest.fixture(autouse=True)
def agent():
    user = cast.staff(name="agent")
    user.set_password("right")
    user.save()


def login(password: str, *, address: str = OFFICE, name: str = "agent"):
    return Browser().post("/admin/login/", {"username": name, "password": password}, REMOTE_ADDR=address)


def test_after_so_many_wrong_ones_the_right_one_waits_too(limit):
    limit("staff_login", account=2)
    assert [login("wrong").status_code for _each in range(2)] == [200, 200]
    page = login("right")
    assert page.status_code == 200
    assert "Too many logins have failed" in page.content.decode()
    assert "Please try again in 15 minutes." in page.content.decode()


def test_right_ones_are_not_counted(limit):
    limit("staff_login", account=2)
    assert {login("right").status_code for _each in range(5)} == {302}


def test_another_spelling_of_the_name_is_the_same_account(limit):
    limit("staff_login", account=2)
    for name in ("agent", "AGENT", " agent "):
        login("wrong", name=name)
    assert login("right").status_code == 200


def test_one_network_guesses_only_so_often_whatever_the_names(limit):
    limit("staff_login", network=2)
    for name in ("a", "b"):
        login("wrong", name=name)
    assert "Too many logins have failed" in login("right").content.decode()
    assert login("right", address=ELSEWHERE).status_code == 302


def test_strangers_from_many_networks_are_stopped_and_lock_out_nobody_at_work(limit):
    limit("staff_account", account=3)
    assert login("right").status_code == 302
    for each in range(6):
        login("wrong", address=f"198.51.{each}.1")
    assert login("right", address=ELSEWHERE).status_code == 200
    assert login("right").status_code == 302


def test_the_password_of_a_refused_try_is_not_looked_at(limit, monkeypatch):
    limit("staff_login", account=1)
    login("wrong")
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *_, **__: pytest.fail("looked at"))
    assert login("right").status_code == 200


def test_an_empty_form_is_no_crash():
    assert Browser().post("/admin/login/", {}).status_code == 200

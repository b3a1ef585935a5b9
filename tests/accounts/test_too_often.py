"""Sign-ins and refused identities have a limit by network; it is said kindly, and good identities aren't counted."""

import pytest

from tests.cast import Browser

pytestmark = pytest.mark.django_db
AWAY = "/ja/sign-in/claude.localhost/?next=/ja/messenger/"


def test_a_network_begins_only_so_many_sign_ins(limit, claude):
    limit("sign_in", network=2)
    claude.domain()
    answers = [Browser().get(AWAY) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'href="/ja/messenger/"' in answers[2].content.decode()
    assert 3500 < int(answers[2]["Retry-After"]) <= 3600


def test_coming_back_counts_too_as_it_asks_the_provider(limit, claude):
    limit("sign_in", network=1)
    claude.domain()
    browser = Browser()
    state = browser.get(AWAY)["Location"].partition("state=")[2].partition("&")[0]
    assert browser.get("/sign-in/callback", {"code": "c-1", "state": state}).status_code == 429


def test_refused_identities_are_counted_and_good_ones_are_not(limit, claude):
    limit("identify", network=2)
    claude.domain()
    good = [Browser().post("/identify", {"token": claude.token()}).status_code for _each in range(4)]
    bad = [Browser().post("/identify", {"token": "nonsense"}).status_code for _each in range(3)]
    assert (good, bad) == ([200] * 4, [422, 422, 429])
    assert Browser().post("/identify", {"token": "x"}).json()["error"] == "too_often"

"""Signing out here signs out at the provider, too, where it offers that."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import Visitor
from accounts.sealing import unseal
from accounts.sign_in.farewell import HINT
from tests import cast
from tests.accounts.test_sign_in import come_back, leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain(claude):
    claude.description["end_session_endpoint"] = f"{claude.origin}/logout?from=us"
    return claude.domain()


@pytest.fixture
def browser(claude, domain):
    signed_in = cast.Browser()
    signed_in.cookies["visitor"] = come_back(signed_in, claude, leave(signed_in)).cookies["visitor"].value
    return signed_in


def onward(page):
    """Where the page leads by itself, as (address, query)."""
    url = urlsplit(html.unescape(re.search(r'content="0; url=([^"]+)"', page.content.decode())[1]))
    return url._replace(query="").geturl(), {name: values[0] for name, values in parse_qs(url.query).items()}


def test_the_provider_is_asked_with_what_it_signed_and_sends_back_to_where_one_was(browser, claude):
    page = browser.post("/ja/sign-out/", {"next": "/ja/articles/x/#messenger"})
    address, asked = onward(page)
    assert address == f"{claude.origin}/logout"
    assert asked["id_token_hint"] == claude.id_token
    assert (asked["client_id"], asked["from"], asked["ui_locales"]) == ("help-center", "us", "ja")
    assert asked["post_logout_redirect_uri"] == "http://help.localhost:8000/sign-out/callback"
    back = browser.get("/sign-out/callback", {"state": asked["state"]})
    assert '<html lang="ja"' in back.content.decode()
    assert 'href="/ja/articles/x/#messenger"' in back.content.decode()
    assert "claude.localhost" in back.content.decode()


def test_the_visit_is_over_before_anybody_is_asked(browser):
    browser.post("/en/sign-out/")
    visitor = Visitor.objects.get()
    assert visitor.sealed_id_token == ""
    assert browser.cookies["visitor"].value == ""


def test_the_id_token_rests_sealed(browser, claude):
    kept = Visitor.objects.get().sealed_id_token
    assert claude.id_token not in kept
    assert unseal(kept, purpose=HINT) == claude.id_token


def test_without_what_it_signed_the_provider_is_asked_by_our_name(browser, claude, settings):
    settings.SECRET_KEY = "another one"
    _address, asked = onward(browser.post("/en/sign-out/"))
    assert "id_token_hint" not in asked
    assert asked["client_id"] == "help-center"


def test_a_provider_that_offers_no_logout_is_left_alone(reader, claude):
    claude.domain()
    come_back(reader, claude, leave(reader))
    assert Visitor.objects.get().sealed_id_token == ""
    assert reader.post("/en/sign-out/", {"next": "/en/messenger/"})["Location"] == "/en/messenger/"


def test_in_a_products_page_the_product_signs_people_out(browser, claude, domain):
    token = browser.cookies["visitor"].value
    answer = cast.Browser().post("/en/sign-out/", headers={"X-Visitor": token})
    assert answer.status_code == 302


def test_a_way_back_that_nobody_began_is_still_a_page(reader):
    page = reader.get("/sign-out/callback", {"state": "made-up"}).content.decode()
    assert "You are logged out" in page
    assert 'class="button" href="/en/"' in page

"""Where the messenger asks in silence who somebody is or what they may, and where it doesn't; and “not you?”."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Customer
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, chatting

pytestmark = pytest.mark.django_db

ASKS = 'data-silent="/en/sign-in/silent?next=/en/articles/9018020-x%23messenger"'
PANEL = "/en/messenger/?panel=1&from=/en/articles/9018020-x"


@pytest.fixture
def marked() -> None:
    cast.domain(silent_sign_in=True)


@pytest.mark.usefixtures("marked")
def test_of_nobody_known_it_is_asked_once_the_panel_is_open(reader: cast.Browser) -> None:
    page = reader.get(PANEL).content.decode()
    assert ASKS in page
    assert 'data-script="/static/js/messenger-silent.js"' in page
    # One click, as ever, for who has no scripts, and until the answer is there.
    assert 'href="/en/sign-in/?next=/en/articles/9018020-x%23messenger"' in page


@pytest.mark.usefixtures("marked")
def test_a_page_to_read_asks_nothing(reader: cast.Browser) -> None:
    assert b"silent" not in reader.get("/en/").content


def test_where_no_domain_is_marked_nothing_is_asked(reader: cast.Browser) -> None:
    cast.domain()
    cast.domain(host="console.localhost", silent_sign_in=True)
    assert b"data-silent" not in reader.get(PANEL).content


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("person", ["", "pro"])
def test_who_has_a_visit_is_not_asked(person: str) -> None:
    assert b"data-silent" not in cast.browser(person=person).get(PANEL).content


@pytest.mark.usefixtures("marked")
def test_who_logged_out_is_not_asked(pro: cast.Browser) -> None:
    pro.post("/en/sign-out/")
    page = pro.get(PANEL).content
    assert b"Not logged in." in page
    assert b"data-silent" not in page


@pytest.mark.usefixtures("marked")
def test_in_a_products_page_the_product_says_who_it_is(reader: cast.Browser) -> None:
    assert b"data-silent" not in reader.get("/en/messenger/", headers={"X-Visitor": "x"}).content


# --- not you? ---


def test_the_head_says_who_and_where_with_a_way_to_be_somebody_else(pro: cast.Browser) -> None:
    page = pro.get("/en/messenger/").content.decode()
    assert 'href="/en/sign-in/?other=1&amp;next=/en/messenger/" target="_top">Not you?</a>' in page
    choice = pro.get("/en/sign-in/?other=1&next=/en/messenger/").content.decode()
    assert "You are logged in as <strong>Pro</strong> at claude.localhost" in choice
    assert 'href="/en/sign-in/claude.localhost/?other=1&amp;next=%2Fen%2Fmessenger%2F"' in choice


def test_a_products_page_offers_neither(pro: cast.Browser) -> None:
    page = pro.get("/en/messenger/", headers={"X-Visitor": pro.cookies["visitor"].value}).content.decode()
    assert "Not you?" not in page


# --- what they may ---


@pytest.fixture
def long_ago(pro: cast.Browser) -> Conversation:
    """A conversation that Fin didn't help with, of somebody whose plan was said two hours ago."""
    row = chatting(pro)
    pro.post(at(row, "not-solved"))
    Customer.objects.update(claims_at=timezone.now() - timedelta(hours=2))
    return row


RENEWS = 'data-silent="/en/sign-in/silent?host=claude.localhost"'


@pytest.mark.usefixtures("marked")
def test_what_is_offered_next_asks_anew_before_it_is_pressed(pro: cast.Browser, long_ago: Conversation) -> None:
    page = pro.get(at(long_ago)).content.decode()
    assert RENEWS in page
    address = f"/en/sign-in/claude.localhost/confirm?next=/en/messenger/c/{long_ago.reference}/%3Fasked=1"
    assert f'<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript>' in page
    assert "refresh" not in pro.get(at(long_ago), {"asked": 1}).content.decode()


@pytest.mark.usefixtures("marked")
def test_a_press_that_was_refused_is_pressed_again_by_the_script(pro: cast.Browser, long_ago: Conversation) -> None:
    page = pro.post(at(long_ago, "hand-over")).content.decode()
    assert f'{RENEWS} data-again="{at(long_ago, "hand-over")}"' in page
    assert "Confirm at claude.localhost and come back" in page


def test_where_the_frame_can_not_be_asked_there_is_the_link(pro: cast.Browser, long_ago: Conversation) -> None:
    Customer.objects.update(plan="free")
    page = pro.get(at(long_ago)).content.decode()
    assert "Your plan and role were confirmed a while ago." in page
    assert "data-silent" not in page


@pytest.mark.usefixtures("marked")
def test_what_was_said_just_now_or_decides_nothing_is_not_asked_again(
    pro: cast.Browser, long_ago: Conversation
) -> None:
    Customer.objects.update(claims_at=timezone.now())
    assert "data-silent" not in pro.get(at(long_ago)).content.decode()
    fresh = chatting(pro)
    Customer.objects.update(claims_at=timezone.now() - timedelta(hours=2))
    assert "data-silent" not in pro.get(at(fresh)).content.decode()

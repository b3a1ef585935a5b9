"""Screens in rooms: the wall by an address of their own, without a login, until the screen is ended."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.models import WallScreen
from tickets.screens.keys import LONGEST, make_key, read_key

ROWS = "/admin/tickets/wallscreen/"
PART = {"HX-Request": "true"}


def screen(**values: object) -> tuple[WallScreen, str]:
    row = WallScreen.objects.create(**{"name": "Second floor", "locale": "en"} | values)
    return row, f"/wall/{row.key}"


def leads() -> cast.Browser:
    return cast.staff_browser(name="mori", groups=("leads",))


def test_a_key_is_read_however_it_was_typed() -> None:
    key = make_key()
    assert re.fullmatch(r"([2-9a-z]{4}-){3}[2-9a-z]{4}", key)
    assert len(key) == LONGEST
    assert make_key() != key
    assert read_key(key.upper()) == read_key(key.replace("-", "")) == key
    assert read_key(key[:-1]) is read_key(f"{key}2") is read_key(key[:-1] + "0") is read_key("") is None


@pytest.mark.django_db
def test_a_screen_shows_the_wall_to_nobody_in_particular_in_its_own_language() -> None:
    open_ticket(requester_name="Hanako", now=timezone.now() - timedelta(hours=30))
    _row, address = screen(locale="ja")
    stranger = cast.Browser()
    page = stranger.get(address, headers={"Accept-Language": "en"})
    words = page.content.decode()
    assert '<html lang="ja"' in words
    assert f'data-hx-get="{address}" data-hx-trigger="every 30s"' in words
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in words
    assert re.search(r"<dt>対応待ち</dt><dd><strong>1<", words)
    assert "Hanako" not in words
    assert '"/admin/' not in words
    assert not stranger.cookies
    assert (page["Referrer-Policy"], page["X-Robots-Tag"][:7]) == ("no-referrer", "noindex")
    assert "no-store" in page["Cache-Control"]
    part = stranger.get(address, headers=PART).content.decode()
    assert part.lstrip().startswith('<dl class="wall-signs">')
    assert "<dt>対応待ち</dt>" in part


@pytest.mark.django_db
def test_an_address_that_was_ended_or_never_was_shows_nothing() -> None:
    row, address = screen()
    assert cast.Browser().get(address.upper().replace("/WALL/", "/wall/")).status_code == 200
    row.delete()
    for gone in (address, f"/wall/{make_key()}", "/wall/x", "/wall/%00"):
        assert cast.Browser().get(gone).status_code == 404
        answer = cast.Browser().get(gone, headers=PART)
        assert (answer["HX-Refresh"], answer.content) == ("true", b"")
    assert cast.Browser().post(address).status_code == 405


@pytest.mark.django_db
def test_when_it_was_last_on_is_known_and_seldom_written() -> None:
    row, address = screen()
    cast.Browser().get(address)
    row.refresh_from_db()
    first = row.seen_at
    assert first is not None
    with CaptureQueriesContext(connection) as asked:
        cast.Browser().get(address, headers=PART)
    assert not [query for query in asked.captured_queries if query["sql"].startswith("UPDATE")]
    WallScreen.objects.update(seen_at=first - timedelta(minutes=6))
    cast.Browser().get(address, headers=PART)
    row.refresh_from_db()
    assert row.seen_at is not None
    assert row.seen_at >= first


@pytest.mark.django_db
def test_a_lead_makes_a_screen_reads_its_address_and_ends_it() -> None:
    lead = leads()
    made = lead.post(f"{ROWS}add/", {"name": "Second floor", "locale": "ja"}, follow=True)
    row = WallScreen.objects.get()
    assert (row.name, row.locale, row.made_by) == ("Second floor", "ja", lead.user)
    assert made.redirect_chain[-1][0] == f"{ROWS}{row.pk}/change/"
    assert f"http://help.localhost:8000/wall/{row.key}" in made.content.decode()
    lead.post(f"{ROWS}{row.pk}/change/", {"name": "Third floor", "locale": "en", "key": "x"})
    changed = WallScreen.objects.get()
    assert (changed.name, changed.locale, changed.key) == ("Third floor", "en", row.key)
    lead.post(f"{ROWS}{row.pk}/delete/", {"post": "yes"})
    assert cast.Browser().get(f"/wall/{row.key}").status_code == 404


@pytest.mark.django_db
def test_two_screens_of_one_name_are_told_apart_kindly() -> None:
    screen()
    page = leads().post(f"{ROWS}add/", {"name": "Second floor", "locale": "en"})
    assert page.status_code == 200
    assert "already exists" in page.content.decode()
    assert WallScreen.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["agents", "readers", "editors", "compliance"])
def test_who_leads_nobody_learns_no_address(group: str) -> None:
    row, _address = screen()
    browser = cast.staff_browser(name="somebody", groups=(group,))
    for page in (ROWS, f"{ROWS}{row.pk}/change/", f"{ROWS}add/"):
        answer = browser.get(page)
        assert answer.status_code == 403
        assert row.key not in answer.content.decode()
    assert ROWS not in browser.get("/admin/tickets/dayfigures/").content.decode()


@pytest.mark.django_db
def test_the_report_leads_there() -> None:
    assert f'href="{ROWS}"' in leads().get("/admin/tickets/dayfigures/").content.decode()

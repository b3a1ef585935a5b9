"""The command palette's answers, the switch for single letters as keys, and the ticket beside the list."""

import re
from pathlib import Path

import pytest

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.actions import desk_settings

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"


def places(browser, typed=""):
    found = browser.get(f"{LIST}palette/", {"q": typed}).context
    return {kind: [place.words for place in found[kind]] for kind in ("tickets", "views", "pages")}


def test_before_anything_is_typed_it_offers_views_and_pages(agent, ticket):
    found = places(agent)
    assert found["tickets"] == []
    assert found["views"][:3] == ["Unsolved", "Waiting for us", "Mine"]
    assert found["pages"] == [
        "Tickets",
        "Views of the queue",
        "Incoming emails",
        "Sent email",
        "Topics",
        "All pages of the desk",
    ]


def test_a_ticket_is_found_by_the_beginning_of_its_reference_and_by_words(agent):
    ticket = open_ticket(subject="The lantern")
    open_ticket(subject="Else")
    for typed in (ticket.reference, ticket.reference[:9].lower(), "lantern", "from:hanako lantern"):
        assert places(agent, typed)["tickets"] == ["The lantern"]
    page = agent.get(f"{LIST}palette/", {"q": "lantern"}).content.decode()
    assert f'data-href="{LIST}{ticket.reference}/change/"' in page
    assert places(agent, "l")["tickets"] == places(agent, "HC-0")["tickets"] == []


def test_views_and_pages_are_found_by_a_part_of_their_name(agent):
    desk_settings.save_view(owner=agent.user, name="Waiting in Japan", query="locale=ja", shared=False)
    assert places(agent, "WAIT")["views"] == ["Waiting for us", "Waiting for them", "Waiting in Japan"]
    assert places(agent, "sent")["pages"] == ["Sent email"]


def test_nothing_is_offered_that_one_may_not_open(editor):
    assert editor.get(f"{LIST}palette/").status_code == 403
    officer = cast.staff_browser(name="noor", groups=("compliance",))
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance", subject="The lantern")
    assert places(officer, "lantern")["tickets"] == ["The lantern"]
    agent = cast.staff_browser(name="other")
    assert places(agent, "lantern")["tickets"] == places(agent, report.reference)["tickets"] == []
    assert "Reports under the law" not in places(agent, "law")["views"]


@pytest.mark.parametrize("typed", ["\0", "%", "x" * 5000, "status:banana", '"', "HC-%", "HC-_"])
def test_anything_can_be_typed(agent, ticket, typed):
    assert places(agent, typed)["tickets"] == []


def test_the_palette_is_on_every_page_of_the_desk_for_who_sees_tickets(agent, editor, ticket):
    for address in (LIST, f"{LIST}{ticket.reference}/change/", "/admin/", "/admin/tickets/outgoingemail/"):
        assert 'id="palette"' in agent.get(address).content.decode()
    assert 'id="palette"' not in editor.get("/admin/").content.decode()


def test_single_letters_are_switched_off_and_on_for_oneself(agent, ticket):
    other = cast.staff_browser(name="other")
    off = "desk-no-keys"
    pages = (LIST, f"{LIST}{ticket.reference}/change/")
    assert agent.post(f"{LIST}keys/", {"keys": "off", "place": "view=all&p=2"})["Location"] == f"{LIST}?view=all"
    assert [off in browser.get(page).content.decode() for browser in (agent, other) for page in pages] == [
        *(True, True),
        *(False, False),
    ]
    assert "Switch single-letter keys on" in agent.get(LIST).content.decode()
    agent.post(f"{LIST}keys/", {"keys": "on"})
    assert off not in agent.get(LIST).content.decode()
    assert agent.user.staff_settings.single_keys is True


def test_the_ticket_stands_beside_the_list_for_who_wants_it(agent, ticket):
    assert 'class="queue-pane"' not in agent.get(LIST).content.decode()
    assert agent.post(f"{LIST}split/", {"split": "on", "place": "view=all"})["Location"] == f"{LIST}?view=all"
    assert 'class="queue-pane"' in agent.get(LIST).content.decode()
    assert 'class="queue-pane"' not in agent.get(f"{LIST}?q=xyzzy").content.decode()
    agent.post(f"{LIST}split/", {"split": "off"})
    assert 'class="queue-pane"' not in agent.get(LIST).content.decode()


def test_beside_the_list_a_ticket_has_no_frame_of_its_own(agent, ticket):
    address = f"{LIST}{ticket.reference}/change/"
    bare = agent.get(address, headers={"Sec-Fetch-Dest": "iframe"}).content.decode()
    whole = agent.get(address, headers={"Sec-Fetch-Dest": "document"}).content.decode()
    for part in ('id="header"', 'class="breadcrumbs"', 'id="palette"'):
        assert part in whole
        assert part not in bare
    assert 'id="write-body"' in bare


def test_the_sheet_of_the_list_names_the_tickets_keys_and_each_of_them_does_something(agent, ticket):
    script = (Path(__file__).resolve().parents[2] / "static" / "js" / "queue.js").read_text()
    handed = set(re.findall(r'"(.)"', re.search(r"OF_TICKET = new Set\(\[(.*?)\]", script)[1])) - {"z"}
    told = agent.get(LIST).content.decode().partition("which opens then</h3>")[2].partition("</dl>")[0]
    assert set(re.findall(r"<kbd>(.)</kbd>", told)) == handed
    page = agent.get(f"{LIST}{ticket.reference}/change/").content.decode()
    assert {key for key in handed if f'data-key="{key}"' in page} == handed

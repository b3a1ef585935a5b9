"""A ticket's page whose moves go without loading it: where they lead, what is said in place, what is sent twice."""

import re

import pytest

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"


def address(ticket, verb="change"):
    return f"{LIST}{ticket.reference}/{verb}/"


def by_script(ticket, query=""):
    return {"HX-Request": "true", "HX-Current-URL": f"{cast.ORIGIN}{address(ticket)}{query}"}


def post(browser, ticket, verb, *, query="", **form):
    page = f"{cast.ORIGIN}{address(ticket)}{query}"
    return browser.post(address(ticket, verb), form, headers={**by_script(ticket, query), "Referer": page})


def written(browser, ticket, **changes):
    typed = {"mode": "reply", "then": "pending", "body": "Look under Settings.", "version": ticket.version}
    return post(browser, ticket, "write", **typed | {"seen": f"{ticket.messages.last().pk}-0"} | changes)


def part(page, name):
    """What stands in the element with this id, up to the next one of its kind on the same level."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def boss():
    return cast.staff_browser(name="boss-without-loads", superuser=True)


def test_every_form_of_the_page_that_the_desk_works_with_goes_by_script_and_by_itself():
    ticket = open_ticket()
    actions.add_customer_message(ticket=ticket, body="And another thing.", channel="messenger")
    page = boss().get(address(ticket)).content.decode()
    verbs = ("write", "split", "link", "add-person", "requester", "language", "status", "assign", "revoke-links")
    for verb in verbs:
        forms = re.findall(rf'<form [^>]*action="{address(ticket, verb)}"[^>]*>', page)
        assert forms
        assert all(f'data-hx-post="{address(ticket, verb)}"' in form for form in forms), verb
        assert all('method="post"' in form for form in forms), verb


def test_every_part_that_a_move_renews_is_on_the_page_once(ticket):
    page = boss().get(address(ticket)).content.decode()
    renewed = {name for names in re.findall(r'data-hx-select-oob="([^"]+)"', page) for name in names.split(",")}
    assert len(renewed) > 12
    for each in renewed | {"#facts"}:
        assert page.count(f'id="{each.strip("#").partition(":")[0]}"') == 1, each


def test_what_stays_on_the_page_is_followed_and_what_leads_on_is_left_to_the_browser(agent):
    first, second = open_ticket(), open_ticket()
    stays = written(agent, first)
    assert (stays.status_code, stays["Location"]) == (302, f"{address(first)}#latest")
    first.refresh_from_db()
    onward = written(agent, first, next="on", body="Or under Billing.", query="?list=status__exact%3Dnew")
    assert onward.status_code == 200
    assert onward["HX-Redirect"] == f"{address(second)}?list=status__exact%3Dnew#latest"
    assert "Location" not in onward
    # For the page that comes, and not for the script.
    assert "your reply to Hanako Yamada leaves in" in agent.get(address(second)).content.decode()


def test_a_split_leads_to_the_new_ticket_and_keeps_the_list(agent, ticket):
    later = actions.add_customer_message(ticket=ticket, body="And my invoice is wrong.", channel="messenger")
    answer = post(agent, ticket, "split", message=later.pk, subject="An invoice", query="?list=q%3Dbutton")
    assert re.fullmatch(rf"{LIST}HC-[^/]+/change/\?list=q%3Dbutton#latest", answer["HX-Redirect"])
    assert ticket.reference not in answer["HX-Redirect"]


def test_a_refusal_stands_where_it_was_asked_with_what_was_typed(agent, ticket):
    page = post(agent, ticket, "add-person", email="ben@example.com", reason=" ").content.decode()
    assert "Say why; only staff read it." in part(page, "people")
    assert 'value="ben@example.com"' in part(page, "people")
    page = post(agent, ticket, "link", reference="HC-0000-0000", relation="related").content.decode()
    assert "There is no ticket with this reference." in part(page, "together")
    page = post(agent, ticket, "answer-children", body=" ").content.decode()
    assert 'role="alert"' in part(page, "together")
    assert 'role="alert"' not in page.partition('id="refused"')[2].partition("<form")[0]


def test_a_refused_split_is_said_below_its_message(agent, ticket):
    later = actions.add_customer_message(ticket=ticket, body="And my invoice is wrong.", channel="messenger")
    page = post(agent, ticket, "split", message=later.pk, subject=" ").content.decode()
    assert "Give the new ticket a subject line." in part(page, "thread")
    assert page.count("Give the new ticket a subject line.") == 1


def test_the_bar_that_takes_back_stays_on_its_own_ticket_alone(agent, ticket):
    written(agent, ticket)
    marked = f'data-hx-post="{address(ticket, "undo")}"'
    assert marked in agent.get(address(ticket)).content.decode()
    for elsewhere in (LIST, address(open_ticket())):
        page = agent.get(elsewhere).content.decode()
        assert "data-undo" in page
        assert marked not in page


def test_taking_something_out_is_asked_in_place_and_on_a_page_of_its_own_without_scripts(ticket):
    browser, where = boss(), address(ticket, "redact")
    asked = {"words": "button", "reason": "Theirs"}
    assert "data-move" not in browser.post(where, asked).content.decode()
    inside = post(browser, ticket, "redact", **asked).content.decode()
    assert 'data-hx-target="#redaction"' in inside
    assert "Is this what should go?" in inside
    done = post(browser, ticket, "redact", **asked, sure="yes")
    # What is gone may have stood anywhere on the page, so all of it is made anew.
    assert done["HX-Refresh"] == "true"

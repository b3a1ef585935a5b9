"""What says who somebody is stays folded until it is asked for; that, raw mail and bulk moves are on the trail."""

import re

import pytest

from accounts.models import AuditEntry
from tests import cast
from tests.pictures import picture
from tests.tickets.conftest import mail, open_ticket, receive
from tests.tickets.files.conftest import HOLDER, keep
from tickets.files import actions as files

pytestmark = pytest.mark.django_db
PROOF = {"Account email": "old@example.com", "Last four digits": "4242"}
REPORTS = ("agents", "compliance")


def at(ticket, verb="change"):
    return f"/admin/tickets/ticket/{ticket.reference}/{verb}/"


def text(browser, ticket):
    return browser.get(at(ticket)).content.decode()


def entries(**which):
    return list(AuditEntry.objects.filter(**which).order_by("pk").values_list("kind", "staff_name", "object_ref"))


def test_the_proof_is_shown_once_asked_for_and_that_is_written_down(agent):
    ticket, other = open_ticket(proof=PROOF), open_ticket(proof=PROOF)
    page = text(agent, ticket)
    assert "Show the proof" in page
    assert "4242" not in page
    answer = agent.post(at(ticket, "proof/show"))
    assert answer["Location"] == f"{at(ticket)}#proof"
    assert "4242" in text(agent, ticket)
    assert "4242" not in text(agent, other)
    assert entries() == [("proof_shown", "agent", ticket.reference)]


def test_a_double_press_is_one_entry_and_another_visit_begins_folded(agent):
    ticket = open_ticket(proof=PROOF)
    agent.post(at(ticket, "proof/show"))
    agent.post(at(ticket, "proof/show"))
    assert len(entries(kind="proof_shown")) == 1
    again = cast.staff_browser(name="agent")
    assert "4242" not in text(again, ticket)


def test_reading_alone_may_ask_and_whoever_sees_no_tickets_may_not():
    ticket = open_ticket(proof=PROOF)
    assert cast.staff_browser(name="looks", groups=("readers",)).post(at(ticket, "proof/show")).status_code == 302
    assert cast.staff_browser(name="writes", groups=("editors",)).post(at(ticket, "proof/show")).status_code == 403
    assert cast.staff_browser(name="looks", groups=("readers",)).get(at(ticket, "proof/show")).status_code == 405


def test_a_ticket_without_proof_shows_none_and_leaves_no_entry(agent):
    ticket = open_ticket()
    assert "Show the proof" not in text(agent, ticket)
    agent.post(at(ticket, "proof/show"))
    assert entries() == []


def test_files_of_a_case_with_proof_are_folded_with_it(agent):
    keep(picture(), "passport.jpg")
    ticket = open_ticket(proof=PROOF, files=files.send_off(holder=HOLDER))
    page = text(agent, ticket)
    own = re.search(r'href="(/admin/tickets/ticket/files/[^"]+)"', page)[1]
    assert '<img src="/files/' not in page
    assert agent.get(own)["Location"] == f"{at(ticket)}#proof"
    assert "show the proof first" in text(agent, ticket)
    agent.post(at(ticket, "proof/show"))
    assert '<img src="/files/' in text(agent, ticket)
    assert agent.get(own)["Location"].startswith("/files/")
    assert [kind for kind, _who, _ref in entries()] == ["proof_shown", "proof_file_shown"]


def test_raw_mail_that_is_looked_at_or_taken_along_is_written_down(agent):
    email = receive(mail())
    for page in ("change/", "raw/") * 2:
        agent.get(f"/admin/tickets/incomingemail/{email.pk}/{page}")
    # Looking again within the hour says nothing new; what was taken along twice is twice somewhere.
    kinds = ["raw_mail_shown", "raw_mail_downloaded", "raw_mail_downloaded"]
    assert entries() == [(kind, "agent", str(email.pk)) for kind in kinds]


def test_a_bulk_move_names_its_tickets_and_one_that_changes_nothing_is_none(agent):
    tickets = [open_ticket(), open_ticket()]
    form = {"ticket": [each.pk for each in tickets], "move": "priority:30"}
    agent.post("/admin/tickets/ticket/bulk/", form)
    agent.post("/admin/tickets/ticket/bulk/", form)
    entry = AuditEntry.objects.get(kind="bulk_move")
    references = sorted(each.reference for each in tickets)
    assert entry.details == {"count": 2, "what": "priority:30", "tickets": references}

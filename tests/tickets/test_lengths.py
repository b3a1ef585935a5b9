"""Words as long as people write them: cut where a column ends, whole where they must be."""

import pytest

from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("length", "kept"), [(249, 249), (250, 250), (251, 250), (5000, 250)])
def test_a_subject_is_cut_at_its_column(length, kept):
    assert len(open_ticket(subject="解" * length).subject) == kept


@pytest.mark.parametrize("subject", ["x" * 250, "解" * 250, "🙂" * 250])
def test_the_longest_subject_goes_out_in_a_mail(aki, subject):
    ticket = open_ticket(subject=subject)
    email = actions.reply(ticket=ticket, author=aki, body="Hello").emails.get()
    assert email.subject == f"Re: [{ticket.reference}] {subject}"
    assert len(email.subject) <= 300


@pytest.mark.parametrize(("length", "kept"), [(200, 200), (201, 200)])
def test_a_name_is_cut_at_its_column(length, kept):
    assert len(open_ticket(requester_name="山" * length).requester_name) == kept


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_who_has_no_name_is_called_by_their_address(name):
    assert open_ticket(requester_name=name).requester == "hanako@example.com"


def test_white_space_in_a_name_becomes_one_space():
    assert open_ticket(requester_name="  Hanako \n\t Yamada ").requester_name == "Hanako Yamada"


def test_a_long_text_is_kept_and_mailed_whole():
    ticket = open_ticket(body="解約したい。" * 4000)
    assert ticket.messages.get().body in ticket.emails.get().body


def test_a_line_of_the_proof_with_a_long_label_can_still_be_checked(aki):
    ticket = open_ticket(proof={"L" * 300: "value"})
    (line,) = ticket.proof_lines()
    actions.check_proof(ticket=ticket, author=aki, verdicts={line.name: True})
    assert Ticket.objects.get().proof_checks.get().item == line.name


@pytest.mark.parametrize("proof", [None, {}])
def test_a_ticket_without_proof_has_no_checklist(aki, proof):
    ticket = open_ticket(proof=proof)
    assert (ticket.proof, ticket.proof_lines()) == (None, ())


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_the_receipt_names_the_reference_in_the_tickets_language(locale):
    ticket = open_ticket(locale=locale)
    body = ticket.emails.get().body
    assert ticket.reference in body
    assert ("Your reference" in body) is (locale == "en")

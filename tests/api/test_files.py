"""Programs get an address for a file's bytes, which opens by itself and for some minutes."""

import pytest
from django.utils import timezone

from api.models import ApiToken
from tests import cast
from tests.api.conftest import Program
from tests.messenger.conftest import topics as topics  # the fixture
from tests.tickets.conftest import open_ticket
from tests.tickets.files.conftest import HOLDER, PDF, keep
from tests.tickets.files.conftest import place as place  # the fixture
from tickets.files import actions as stored
from tickets.merging import actions as merging
from tickets.models import Attachment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics", "place")]


def with_file(**changes):
    """A ticket that was opened with a file, and what the API calls it."""
    keep(name="invoice.pdf")
    ticket = open_ticket(files=stored.send_off(holder=HOLDER), **changes)
    return ticket, Attachment.objects.get(message__ticket=ticket).pk


def test_a_file_is_had_at_an_address_that_asks_for_no_token(program):
    ticket, number = with_file()
    [said] = program.read(f"/tickets/{ticket.reference}/messages")["items"]
    assert said["files"] == [{"id": number, "name": "invoice.pdf", "content_type": "application/pdf", "size": len(PDF)}]
    told = program.read(f"/tickets/{ticket.reference}/files/{number}")
    assert (told["name"], told["content_type"], told["size"]) == ("invoice.pdf", "application/pdf", len(PDF))
    assert told["url"].startswith("http://help.localhost:8000/")
    answer = cast.Browser().get(told["url"].removeprefix("http://help.localhost:8000"))
    assert b"".join(answer) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_is_its_tickets_alone(program):
    ticket, number = with_file()
    program.read(f"/tickets/{open_ticket().reference}/files/{number}", expect=404)
    program.read(f"/tickets/{ticket.reference}/files/{number + 1}", expect=404)
    ApiToken.objects.update(scopes=["people:read"])
    program.read(f"/tickets/{ticket.reference}/files/{number}", expect=403)


def test_what_stays_in_a_mail_has_no_address(program):
    ticket = open_ticket()
    left = Attachment.objects.create(message=ticket.messages.get(), position=0, name="a.doc", size=3, mail_part=0)
    assert program.read(f"/tickets/{ticket.reference}/messages")["items"][0]["files"][0]["id"] == left.pk
    program.read(f"/tickets/{ticket.reference}/files/{left.pk}", expect=404)


def test_files_beside_a_proof_stay_on_the_desk(db):
    ticket, number = with_file(proof={"Last four digits": "1234"})
    root = Program(cast.staff(name="root", superuser=True))
    refused = root.read(f"/tickets/{ticket.reference}/files/{number}", expect=403)
    assert refused["detail"] == "Files of a case with proof are shown on the desk alone."


def test_files_of_a_case_with_proof_stay_on_the_desk_wherever_merges_take_them(program):
    now = timezone.now()
    source, number = with_file(proof={"Card": "4242"})
    second, third = open_ticket(), open_ticket()
    program.read(f"/tickets/{source.reference}/files/{number}", expect=403)
    merging.merge(source=source, target=second, author=program.user, now=now)
    program.read(f"/tickets/{second.reference}/files/{number}", expect=403)
    made = merging.merge(source=second, target=third, author=program.user, now=now)
    program.read(f"/tickets/{third.reference}/files/{number}", expect=403)
    merging.undo(merge=made, author=program.user, now=now)
    program.read(f"/tickets/{third.reference}/files/{number}", expect=404)
    program.read(f"/tickets/{second.reference}/files/{number}", expect=403)

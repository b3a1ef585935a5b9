"""The Enterprise support form: for its owners alone, a ticket at once, and nothing that anybody typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.pictures import PDF
from tests.tickets.enterprise_forms import FORM, SECRET, WORDS, page, typed
from tickets.models import Message, OutgoingEmail, RequestDraft, StoredFile, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db):
    """A browser in which an Enterprise owner is signed in."""
    return cast.browser(person="enterprise_owner")


# --- Sent ---


def test_an_owner_gets_a_ticket_with_every_field_a_receipt_and_the_reference_at_once(owner):
    assert owner.get(FORM).status_code == 200
    answer = owner.post(FORM, typed())
    ticket = Ticket.objects.get()
    assert answer.status_code == 302
    assert ticket.reference in page(owner.get(answer["Location"]))
    assert (ticket.rule, ticket.reason, ticket.customer) == ("enterprise_owner",) * 2 + (owner.visitor.customer,)
    assert (ticket.identity["plan"], ticket.identity["role"]) == ("enterprise", "primary_owner")
    assert ticket.subject == f"Enterprise support form: {WORDS}"
    assert ticket.messages.get().body == WORDS
    assert {line["key"]: line["value"] for line in ticket.details} == {
        "enterprise_products": "Claude on the web\nOrganization settings: members, roles, seats, single sign-on",
        "enterprise_impact": "Everyone in the organization",
        "enterprise_urgency": "Work has stopped",
        "enterprise_affected": "mei@example.com",
        "enterprise_began": "2026-11-26 09:30 JST",
        "enterprise_steps": "Open the page.\nPress Log in.",
        "enterprise_ids": "req_011CSHoEeqs5C35K2UUqR7Fy",
    }
    receipt = OutgoingEmail.objects.get()
    assert (receipt.kind, receipt.to_email) == ("receipt", "enterprise_owner@example.com")


def test_staff_read_the_fields_in_their_own_language(owner):
    owner.post(FORM.replace("en", "ja", 1), typed())
    ticket = Ticket.objects.get()
    assert ticket.locale == "ja"
    desk = page(cast.staff_browser().get(f"/admin/tickets/ticket/{ticket.reference}/change/"))
    for words in ("How urgent is it?", "Work has stopped", "Claude on the web", "Affected members", "Press Log in."):
        assert words in desk


@pytest.mark.parametrize(("urgency", "priority"), [("stopped", 30), ("hindered", 20), ("calm", 10)])
def test_how_urgent_it_is_stands_in_the_queue(owner, urgency, priority):
    owner.post(FORM, typed(urgency=urgency))
    assert Ticket.objects.get().priority == priority


def test_secrets_are_hidden_in_every_field_and_the_owner_is_told(owner):
    said = f"My key {SECRET} leaked."
    answer = owner.post(FORM, typed(words=said, affected=said, began=said, steps=said, ids=said))
    ticket = Ticket.objects.get()
    assert SECRET not in f"{ticket.subject} {ticket.details} {ticket.messages.get().body}"
    assert str(ticket.details).count("API key") == 4
    assert "We hid an API key" in page(owner.get(answer["Location"]))


def test_files_go_along(owner):
    owner.post(FORM, typed(files=[SimpleUploadedFile("log.txt", b"a line"), SimpleUploadedFile("screen.pdf", PDF)]))
    names = [file.name for file in Ticket.objects.get().messages.get().attachments.all()]
    assert names == ["log.txt", "screen.pdf"]


# --- Twice, wrong, too often ---


def test_a_double_press_makes_one_ticket_and_a_late_file_goes_onto_it(owner):
    form = typed()
    first = owner.post(FORM, form | {"files": [SimpleUploadedFile("one.txt", b"one")]})
    both = [SimpleUploadedFile("one.txt", b"one"), SimpleUploadedFile("two.txt", b"two")]
    assert owner.post(FORM, form | {"files": both})["Location"] == first["Location"]
    assert OutgoingEmail.objects.filter(kind="receipt").count() == Ticket.objects.count() == 1
    names = [[file.name for file in message.attachments.all()] for message in Message.objects.order_by("pk")]
    assert names == [["one.txt"], ["two.txt"]]


def test_who_goes_back_and_writes_something_else_sends_another(owner):
    form = typed()
    owner.post(FORM, form)
    owner.post(FORM, form | {"words": "The second matter."})
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [{"words": " "}, {"products": []}, {"impact": ""}, {"urgency": "now"}, {"products": ["x"]}, {"began": "x" * 201}],
)
def test_what_is_wrong_is_marked_and_everything_else_is_still_there(owner, changes):
    form = typed(files=[SimpleUploadedFile("log.txt", b"a line")]) | changes
    answer = owner.post(FORM, form)
    assert answer.status_code == 422
    assert f'id="id_{next(iter(changes))}_error"' in page(answer)
    assert "log.txt" in page(answer)
    assert "Press Log in." in page(answer)
    assert not Ticket.objects.exists()
    # Also for who leaves the page and comes again; and then it can be sent, with its file.
    again = owner.get(FORM)
    assert "Press Log in." in page(again)
    assert owner.post(FORM, typed(submission=form["submission"])).status_code == 302
    assert Ticket.objects.get().messages.get().attachments.get().name == "log.txt"
    assert not RequestDraft.objects.exists()


def test_a_file_that_cant_be_kept_says_so_and_one_is_taken_out_again(owner):
    files = [SimpleUploadedFile("page.html", b"<!doctype html><html>"), SimpleUploadedFile("log.txt", b"a line")]
    form = typed(files=files)
    answer = owner.post(FORM, form)
    assert answer.status_code == 422
    assert "page.html" in page(answer)
    key = StoredFile.objects.get().key
    out = owner.post(FORM, typed(submission=form["submission"], remove=key))
    assert out.status_code == 200
    assert WORDS in page(out)
    assert not StoredFile.objects.exists()


def test_past_the_limit_it_says_when_and_keeps_the_form(owner, settings):
    settings.LIMITS["hand_over"] = settings.LIMITS["hand_over"] | {"customer": 1}
    owner.post(FORM, typed())
    answer = owner.post(FORM, typed(words="Another one.", files=[SimpleUploadedFile("log.txt", b"a line")]))
    assert (answer.status_code, answer["Retry-After"] != "") == (429, True)
    assert "Another one." in page(answer)
    assert "log.txt" in page(answer)
    assert Ticket.objects.count() == 1

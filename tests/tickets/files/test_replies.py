"""Files of replies and notes: kept with the draft, sent in the mail, taken back with the reply."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from tests import cast
from tests.pictures import PDF, picture
from tests.tickets.case_pages import path_of
from tickets import search_terms
from tickets.actions import forgetting, indexing
from tickets.files import actions as stored
from tickets.files.inline import mark
from tickets.mail import enclosures
from tickets.mail.actions import delivering
from tickets.models import OutgoingEmail, ReplyDraft, ScheduledReply, StoredFile, Ticket, TicketTerms
from tickets.models.replies import holder_of_draft
from tickets.replies import actions
from tickets.replies.actions import later

pytestmark = pytest.mark.django_db
WAIT = timedelta(seconds=10)


def upload(content=PDF, name="invoice.pdf"):
    return SimpleUploadedFile(name, content)


def enclose(ticket, author, content=PDF, name="invoice.pdf", **changes):
    """A file that waits with the author's draft."""
    said = {"uploads": [upload(content, name)], "now": timezone.now()} | changes
    assert actions.enclose(ticket=ticket, author=author, **said) == []
    return StoredFile.objects.waiting_for(holder_of_draft(ticket.pk, author.pk)).last()


def send(ticket, author, body="See the file.", wait=timedelta(0)):
    version = Ticket.objects.get(pk=ticket.pk).version
    said = {"body": body, "solve": False, "expected_version": version, "wait": wait, "now": timezone.now()}
    return actions.send_reply(ticket=ticket, author=author, **said)


def delivered(message):
    """The mail to the requester as it went out."""
    delivering.deliver(message.emails.get().pk, last_attempt=False)
    return mail.outbox[-1].message()


def parts(letter):
    return [(part.get_content_type(), part.get_filename()) for part in letter.walk() if not part.is_multipart()]


def post(browser, ticket, verb, **form):
    seen = f"{ticket.messages.last().pk}-0"
    typed = {"mode": "reply", "then": "pending", "body": "Hello", "version": ticket.version, "seen": seen}
    return browser.post(f"/admin/tickets/ticket/{ticket.reference}/{verb}/", typed | form)


def page(browser, ticket):
    return browser.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()


# --- in the mail ---


def test_a_file_goes_out_attached(ticket, aki):
    enclose(ticket, aki)
    letter = delivered(send(ticket, aki))
    assert parts(letter) == [("text/plain", None), ("text/html", None), ("application/pdf", "invoice.pdf")]
    assert next(iter(letter.iter_attachments())).get_content() == PDF


def test_a_picture_stands_at_its_place_in_the_letter(ticket, aki):
    file = enclose(ticket, aki, picture(), "screen.jpg")
    letter = delivered(send(ticket, aki, f"Press here:\n{mark(file.name, file.key)}\nthen wait."))
    html = letter.get_body(("html",)).get_content()
    cid = re.search(r"Press here:</p><p><img src=\"cid:([^\"]+)\" alt=\"screen.jpg\"", html)[1]
    related = [part for part in letter.walk() if part["Content-ID"] == f"<{cid}>"]
    assert [part.get_content_type() for part in related] == ["image/jpeg"]
    assert list(letter.iter_attachments()) == []
    assert "[screen.jpg]" in letter.get_body(("plain",)).get_content()
    assert b"Nagasaki" not in related[0].get_content()


def test_files_too_large_for_a_mail_are_links_to_the_case_page(ticket, aki, monkeypatch):
    monkeypatch.setattr(enclosures, "LARGEST_TOTAL", len(PDF) - 1)
    enclose(ticket, aki)
    letter = delivered(send(ticket, aki))
    assert parts(letter) == [("text/plain", None), ("text/html", None)]
    text = letter.get_body(("plain",)).get_content()
    assert "too large for an email. They are on the page of your case:\n- invoice.pdf" in text
    assert "/en/case/" in letter.get_body(("html",)).get_content().partition("too large")[2].partition("invoice.pdf")[0]


def test_a_storage_that_is_away_lets_the_mail_wait(ticket, aki, bucket, monkeypatch):
    enclose(ticket, aki)
    email = send(ticket, aki).emails.get()
    monkeypatch.setattr(type(bucket), "is_away", True)
    with pytest.raises(delivering.NotDeliveredError):
        delivering.deliver(email.pk, last_attempt=False)
    email.refresh_from_db()
    assert email.status == OutgoingEmail.Status.QUEUED


# --- who may see them ---


def test_the_customer_has_a_replys_file_on_the_case_page_and_no_notes(agent, reader, ticket, aki):
    noted = enclose(ticket, aki, name="secret.pdf")
    actions.write_note(ticket=ticket, author=aki, body="Among us.", now=timezone.now())
    file = enclose(ticket, aki, picture(), "screen.jpg")
    send(ticket, aki, f"Here: {mark(file.name, file.key)}")
    path = path_of(ticket)
    shown = reader.get(path + "?show=1").content.decode()
    assert "secret.pdf" not in shown
    place = re.search(r'<a class="in-text" href="([^"]+)"><img src="/files/', shown)[1]
    assert reader.get(place).headers["Location"].startswith("/files/")
    assert "/files/" not in reader.get(place.replace(file.key, noted.key)).headers["Location"]
    assert "secret.pdf" in page(agent, ticket)


def test_what_nobody_sent_yet_is_its_writers_alone(agent, lead, ticket):
    post(agent, ticket, "enclose", files=upload())
    place = re.search(r'href="(/admin/[^"]+/enclosed/[^"]+)"', page(agent, ticket))[1]
    assert agent.get(place).status_code == 302
    assert lead.get(place).status_code == 404
    assert "invoice.pdf" not in page(lead, ticket)


def test_a_name_of_another_messages_file_is_words(agent, ticket, aki):
    file = enclose(ticket, aki, picture(), "screen.jpg")
    actions.write_note(ticket=ticket, author=aki, body="Among us.", now=timezone.now())
    letter = delivered(send(ticket, aki, f"See {mark('screen.jpg', file.key)}"))
    assert f"![screen.jpg](file:{file.key})" in letter.get_body(("html",)).get_content()
    assert parts(letter) == [("text/plain", None), ("text/html", None)]


# --- with the draft ---


def test_without_a_script_a_file_is_sent_with_the_form(agent, ticket):
    assert post(agent, ticket, "write", files=upload()).status_code == 302
    assert ticket.messages.last().attachments.get().name == "invoice.pdf"
    assert not ReplyDraft.objects.exists()


def test_a_form_without_its_token_is_refused_though_it_carries_files(ticket):
    browser = cast.staff_browser(name="strict", groups=("agents",))
    browser.handler.enforce_csrf_checks = True
    assert post(browser, ticket, "write", files=upload()).status_code == 403
    assert not StoredFile.objects.exists()


def test_a_refused_file_sends_nothing_and_the_others_wait(agent, ticket):
    answer = post(agent, ticket, "write", body="Kept words", files=[upload(), upload(b"MZ\x00\x01", "x.exe")])
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "x.exe: This kind of file can&#x27;t be sent." in shown
    assert "Kept words</textarea>" in shown
    assert "invoice.pdf</bdi>" in shown
    assert ticket.messages.count() == 1


def test_a_file_taken_out_goes_with_its_place_in_the_text(agent, ticket):
    post(agent, ticket, "enclose", files=upload(picture(), "screen.jpg"))
    file = StoredFile.objects.get()
    answer = post(agent, ticket, "take-out", file=file.key, body=f"One {mark(file.name, file.key)}two")
    assert "One two</textarea>" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_the_files_of_a_draft_wait_as_long_as_it_does_and_go_with_it(ticket, aki):
    enclose(ticket, aki)
    later = timezone.now() + timedelta(days=30)
    stored.sweep(now=later)
    assert StoredFile.objects.count() == 1
    actions.discard_draft(ticket=ticket, author=aki)
    assert not StoredFile.objects.exists()


def test_a_draft_whose_text_was_cleared_keeps_its_files(ticket, aki):
    enclose(ticket, aki)
    assert actions.keep_draft(ticket=ticket, author=aki, body=" ", is_note=False, now=timezone.now())
    actions.take_out(ticket=ticket, author=aki, key=StoredFile.objects.get().key)
    assert not ReplyDraft.objects.exists()


def test_files_of_a_writer_who_is_gone_are_swept(ticket, aki):
    enclose(ticket, aki)
    User.objects.filter(pk=aki.pk).delete()
    stored.sweep(now=timezone.now() + timedelta(days=2))
    assert not StoredFile.objects.exists()


# --- taken back, forgotten, found ---


def test_a_reply_taken_back_has_its_files_in_the_draft_again(ticket, aki):
    file = enclose(ticket, aki, picture(), "screen.jpg")
    words = f"See {mark(file.name, file.key)}"
    message = send(ticket, aki, words, wait=WAIT)
    actions.take_back(message=message, author=aki, now=timezone.now())
    assert ReplyDraft.objects.get().body == words
    again = send(ticket, aki, words)
    assert [row.file for row in again.attachments.all()] == [file]
    assert delivered(again).as_bytes().count(b"Content-ID") == 1


def test_a_forgotten_ticket_takes_sent_and_waiting_files_along(ticket, aki):
    enclose(ticket, aki)
    send(ticket, aki)
    enclose(ticket, aki, picture(), "screen.jpg")
    forgetting.forget_chains(firsts=[ticket.pk])
    assert not StoredFile.objects.exists()


def test_a_picture_is_found_by_its_name_and_not_by_its_key(ticket, aki):
    file = enclose(ticket, aki, picture(), "dashboard.jpg")
    actions.write_note(ticket=ticket, author=aki, body=mark(file.name, file.key), now=timezone.now())
    for again in (False, True):
        if again:
            indexing.index_these(keys=[ticket.pk])
        terms = set(TicketTerms.objects.get(ticket=ticket).terms)
        assert search_terms.terms("dashboard") <= terms
        assert search_terms.terms(file.key).isdisjoint(terms)


# --- with a reply that leaves later ---


def test_the_files_of_a_later_reply_wait_with_it_and_leave_with_it(agent, lead, ticket):
    post(agent, ticket, "later", later="tomorrow", files=upload())
    stored.sweep(now=timezone.now() + timedelta(days=9))
    place = re.search(r'href="(/admin/[^"]+/enclosed/[^"]+)"', page(lead, ticket))[1]
    assert lead.get(place).status_code == 302
    later.send_scheduled(scheduled=ScheduledReply.objects.get(), now=timezone.now())
    assert parts(delivered(ticket.messages.last()))[-1] == ("application/pdf", "invoice.pdf")


def test_edited_a_later_reply_has_its_files_in_the_draft_and_forgotten_they_go(agent, ticket):
    post(agent, ticket, "later", later="tomorrow", files=upload())
    later.take_to_edit(scheduled=ScheduledReply.objects.get(), author=User.objects.get(), now=timezone.now())
    assert StoredFile.objects.waiting_for(holder_of_draft(ticket.pk, User.objects.get().pk)).count() == 1
    ticket.refresh_from_db()
    post(agent, ticket, "later", later="tomorrow")
    forgetting.forget_chains(firsts=[ticket.pk])
    assert not StoredFile.objects.exists()

"""Everything about a person, as a file or gone: over accounts, conversations, tickets, mail and files."""

import io
import json
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Customer, SupportContact, Visitor
from messenger.models import Consent, Conversation
from privacy import exporting, tasks
from privacy.actions import erasing, keeping
from privacy.models import KeptConsent, Report
from privacy.people import Person
from tests import cast
from tests.messenger.steps import chatting, draft, forwarded
from tests.pictures import PDF
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions as ticket_actions
from tickets.enterprise import draft_actions as drafts
from tickets.enterprise.actions import holder_of
from tickets.files import actions as files
from tickets.files import storage
from tickets.models import (
    IncomingEmail,
    Message,
    OutgoingEmail,
    RequestDraft,
    StoredFile,
    SuppressedAddress,
    Ticket,
    TicketTerms,
)

pytestmark = pytest.mark.django_db
HER = "hanako@example.com"
PAGE = "/admin/privacy/report/person/"


def erased(person: Person) -> Report:
    """What is left of it all once the worker has done its work."""
    report = erasing.begin(person=person, staff=cast.staff(name="lead"), now=timezone.now())
    job = ProcrastinateJob.objects.get(task_name="privacy.erase")
    tasks.erase(**job.args)
    report.refresh_from_db()
    return report


def with_file(ticket: Ticket) -> StoredFile:
    file = files.take_in(holder="x", name="../invoice.pdf", content=PDF, now=timezone.now())
    files.attach(message=ticket.messages.first(), files=files.send_off(holder="x"))
    return file


def everything(browser: cast.Browser) -> Customer:
    """A customer with a draft, a chat, a ticket with mail and a file, and a note of staff."""
    chatting(browser, text="a chat of mine")
    ticket = forwarded(browser, text="a ticket of mine").ticket
    with_file(ticket)
    receive(mail(sender=ticket.requester_email, text="a mail of mine", in_reply_to=ticket.emails.get().mail_id))
    ticket_actions.add_note(ticket=ticket, author=cast.staff(), body="only among us")
    draft(browser, text="a draft of mine")
    return browser.visitor.customer


# --- finding ---


def test_a_person_is_found_by_account_and_by_address_alike(pro: cast.Browser) -> None:
    customer = everything(pro)
    by_account, by_address = Person.of_customer(customer), Person.of_address("PRO@example.com ")
    assert by_account == by_address
    counts = by_account.counts()
    assert (counts["messenger.Conversation"], counts["tickets.Ticket"], counts["tickets.StoredFile"]) == (3, 1, 1)
    assert counts["tickets.IncomingEmail"] == 1


def test_who_never_signed_in_is_found_by_the_address_alone(locked_out: cast.Browser) -> None:
    row = forwarded(locked_out, topic="locked-out-subscription")
    assert row.customer is None
    counts = Person.of_address("me@example.com").counts()
    assert (counts["messenger.Conversation"], counts["tickets.Ticket"]) == (1, 1)


def test_nobody_else_is_meant(pro: cast.Browser, team_owner: cast.Browser) -> None:
    erased_one, other = everything(pro), everything(team_owner)
    before = Person.of_customer(other).counts()
    erased(Person.of_customer(erased_one))
    assert Customer.objects.get() == other
    assert Person.of_customer(other).counts() == before


def test_what_somebody_never_sent_by_the_enterprise_form_is_theirs_too(team_owner: cast.Browser) -> None:
    visitor, submission = team_owner.visitor, uuid4()
    drafts.keep(visitor=visitor, submission=submission, typed={"words": "only typed"}, now=timezone.now())
    files.take_in(holder=holder_of(submission), name="log.txt", content=b"a line", now=timezone.now())
    person = Person.of_customer(visitor.customer)
    assert person.counts()["tickets.RequestDraft"] == 1
    target = io.BytesIO()
    exporting.write(person, target, staff=cast.staff(name="lead"))
    assert "only typed" in ZipFile(target).read("person.json").decode()
    assert erased(person).counts["tickets.RequestDraft"] == 1
    assert not RequestDraft.objects.exists()
    assert not StoredFile.objects.exists()


# --- deleting ---


def test_everything_of_a_person_goes_and_the_report_names_nobody(pro: cast.Browser) -> None:
    customer = everything(pro)
    paths = [path for file in StoredFile.objects.all() for path in storage.paths_of(file)]
    report = erased(Person.of_customer(customer))
    for model in (Customer, Visitor, Consent, Conversation, Ticket, Message, OutgoingEmail, IncomingEmail, StoredFile):
        assert not model.objects.exists(), model
    assert (report.subject, report.ended_at is None, report.staff_name) == (None, False, "lead")
    assert (report.counts["tickets.Ticket"], report.counts["accounts.Customer"]) == (1, 1)
    assert "pro@example.com" not in json.dumps([report.counts, report.kept])
    assert paths


def test_that_mail_to_an_address_bounced_goes_with_the_person() -> None:
    SuppressedAddress.objects.create(address=HER, kind="hard_bounce")
    person = Person.of_address(HER)
    assert person.counts() == {"tickets.SuppressedAddress": 1}
    assert erased(person).counts == {"tickets.SuppressedAddress": 1}
    assert not SuppressedAddress.objects.exists()


def test_the_bytes_of_files_go_with_them(django_capture_on_commit_callbacks) -> None:
    ticket = open_ticket()
    path = storage.path_of(with_file(ticket))
    assert storage.place().exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        erased(Person.of_address(HER))
    assert not storage.place().exists(path)


def test_consents_are_kept_as_what_only_a_question_finds(pro: cast.Browser) -> None:
    customer = everything(pro)
    agreed = Consent.objects.get()
    erased(Person.of_customer(customer))
    kept = KeptConsent.objects.get()
    assert (kept.version, kept.locale, kept.agreed_at) == (agreed.version, agreed.locale, agreed.agreed_at)
    assert keeping.kept_for(["Pro@Example.com"]) == 1
    assert keeping.kept_for(["somebody@example.com"]) == 0


def test_a_kept_consent_is_found_after_the_key_has_changed(pro: cast.Browser, settings) -> None:
    chatting(pro)
    erased(Person.of_customer(pro.visitor.customer))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert keeping.kept_for(["pro@example.com"]) == 1


def test_a_ticket_under_a_hold_stays_with_its_mail_and_the_report_says_so() -> None:
    free, held = open_ticket(), open_ticket()
    ticket_actions.hold(ticket=held, author=cast.staff(), held=True)
    receive(mail(sender=HER, in_reply_to=held.emails.get().mail_id))
    report = erased(Person.of_address(HER))
    assert list(Ticket.objects.all()) == [held]
    assert (IncomingEmail.objects.count(), OutgoingEmail.objects.count()) == (1, 1)
    assert report.kept == {"tickets.Ticket": 1}
    assert not Ticket.objects.filter(pk=free.pk).exists()


def test_on_somebody_elses_ticket_the_words_stay_without_the_name() -> None:
    theirs = open_ticket(requester_email="boss@example.com", requester_name="The Boss")
    ticket_actions.add_participant(ticket=theirs, email=HER, name="Hanako Yamada")
    ticket_actions.reply(ticket=theirs, author=cast.staff(), body="Please both look.")
    sent = theirs.emails.get(to_email=HER)
    receive(mail(sender=f"Hanako Yamada <{HER}>", text="I looked.", to=sent.reply_to, in_reply_to=sent.mail_id))
    assert "Hanako" in theirs.messages.get(body="I looked.").author_name
    terms = TicketTerms.objects.get(ticket=theirs).terms
    erased(Person.of_address(HER))
    theirs.refresh_from_db()
    assert list(theirs.messages.filter(body="I looked.").values_list("author_name", flat=True)) == ["?"]
    assert not theirs.participants.exists()
    assert not theirs.emails.filter(to_email=HER).exists()
    assert not IncomingEmail.objects.filter(sender_email=HER).exists()
    assert not [event for event in theirs.events.all() if HER in json.dumps(event.arguments)]
    assert len(TicketTerms.objects.get(ticket=theirs).terms) < len(terms)


def test_what_the_admin_kept_of_the_account_and_who_speaks_for_an_organization_goes(team_owner: cast.Browser) -> None:
    customer = team_owner.visitor.customer
    SupportContact.objects.create(organisation=customer.organisation, email=customer.email.upper())
    kind = ContentType.objects.get_for_model(Customer)
    LogEntry.objects.create(
        user=cast.staff(), content_type=kind, object_id=str(customer.pk), object_repr=customer.name, action_flag=2
    )
    erased(Person.of_customer(customer))
    assert LogEntry.objects.get().object_repr == ""
    assert not SupportContact.objects.exists()


def test_what_was_killed_in_between_goes_on_where_it_was(pro: cast.Browser, monkeypatch) -> None:
    person = Person.of_customer(everything(pro))
    report = erasing.begin(person=person, staff=cast.staff(name="lead"), now=timezone.now())

    def killed(keys: list[int]) -> None:
        raise SystemExit

    monkeypatch.setattr(erasing, "forget_tickets", killed)
    with pytest.raises(SystemExit):
        tasks.erase(report_id=report.pk)
    report.refresh_from_db()
    assert (Conversation.objects.count(), Ticket.objects.count(), report.ended_at) == (0, 1, None)
    assert report.subject == {"customers": [pro.visitor.customer_id], "addresses": ["pro@example.com"]}
    monkeypatch.undo()
    for _run in range(2):
        tasks.erase(report_id=report.pk)
    report.refresh_from_db()
    assert (report.counts["messenger.Conversation"], report.counts["tickets.Ticket"]) == (3, 1)
    assert not Customer.objects.exists()


# --- the file ---


def test_the_export_has_everything_but_what_staff_wrote_to_staff(pro: cast.Browser, lead: cast.Browser) -> None:
    customer = everything(pro)
    answer = lead.post(f"{PAGE}export/", {"customer": customer.pk})
    archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    inside = {name: archive.read(name) for name in archive.namelist()}
    text = b"\n".join(value for name, value in inside.items() if name.endswith(".json")).decode()
    for words in ("a draft of mine", "a chat of mine", "a ticket of mine", "a mail of mine", "pro@example.com"):
        assert words in text
    assert "only among us" not in text
    assert json.loads(inside["person.json"])["consents"][0]["version"]
    ticket = next(json.loads(value) for name, value in inside.items() if name.startswith("tickets/"))
    assert ticket["consented_at"]
    assert [value for name, value in inside.items() if name.startswith("files/")] == [PDF]
    assert not [name for name in inside if ".." in name.split("/")]
    assert any(name.endswith(".eml") for name in inside)
    report = Report.objects.get()
    assert (report.kind, report.staff, report.counts["tickets.Ticket"]) == ("export", lead.user, 1)


def test_reports_under_the_law_are_shown_to_nobody_who_may_not_see_them(lead: cast.Browser) -> None:
    seen, report = open_ticket(), open_ticket(rule="compliance")
    with_file(report)
    answer = lead.post(f"{PAGE}export/", {"address": HER})
    names = ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert f"tickets/{seen.reference}.json" in names
    assert len([name for name in names if name.startswith(("tickets/", "mail/", "files/"))]) == 2
    assert report.reference not in lead.get(PAGE, {"address": HER}).content.decode()
    erased(Person.of_address(HER))
    assert list(Ticket.objects.all()) == [report]


# --- the pages ---


def test_the_page_says_what_there_is_what_stays_and_why(pro: cast.Browser, lead: cast.Browser) -> None:
    customer = everything(pro)
    held = open_ticket(requester_email="pro@example.com")
    Ticket.objects.filter(pk=held.pk).update(legal_hold=True)
    page = lead.get(PAGE, {"customer": customer.pk}).content.decode()
    assert "<dt>Conversations</dt><dd>3</dd>" in page
    assert f"{held.reference}</a>: under a legal hold" in page
    assert "1 ticket is open" in page


def test_a_deletion_wants_the_address_once_more(pro: cast.Browser, lead: cast.Browser) -> None:
    who = {"customer": pro.visitor.customer_id, "address": ""}
    refused = lead.post(f"{PAGE}delete/", {**who, "again": "else@example.com"})
    assert (refused.status_code, Report.objects.count()) == (422, 0)
    assert "That isn’t an address of this person." in refused.content.decode()
    done = lead.post(f"{PAGE}delete/", {**who, "again": "Pro@example.com"})
    report = Report.objects.get()
    assert done["Location"] == f"/admin/privacy/report/{report.pk}/change/"
    tasks.erase(report_id=report.pk)
    page = lead.get(done["Location"]).content.decode()
    assert "Customers: 1" in page
    assert "pro@example.com" not in page


@pytest.mark.parametrize("role", ["agent", "editor"])
def test_others_have_no_business_here(role: str, request, pro: cast.Browser) -> None:
    browser = request.getfixturevalue(role)
    who = {"customer": pro.visitor.customer_id, "again": "pro@example.com"}
    answers = [browser.get(PAGE, who), browser.post(f"{PAGE}export/", who), browser.post(f"{PAGE}delete/", who)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Customer.objects.exists()


def test_nobody_is_deleted_or_exported_by_a_look(pro: cast.Browser, lead: cast.Browser, reader: cast.Browser) -> None:
    who = {"customer": pro.visitor.customer_id, "again": "pro@example.com"}
    assert {lead.get(f"{PAGE}{verb}/", who).status_code for verb in ("export", "delete")} == {405}
    assert reader.post(f"{PAGE}delete/", who)["Location"].startswith("/admin/login/")
    assert not Report.objects.exists()


@pytest.mark.parametrize("asked", [{}, {"address": "nobody@example.com"}, {"address": "no address"}, {"customer": 0}])
def test_whoever_isnt_there_is_no_error(asked: dict[str, object], lead: cast.Browser) -> None:
    assert lead.get(PAGE, asked).status_code == 200


def test_the_customers_page_leads_here(pro: cast.Browser, lead: cast.Browser, agent: cast.Browser) -> None:
    address = f"/admin/accounts/customer/{pro.visitor.customer_id}/change/"
    link = f"{PAGE}?customer={pro.visitor.customer_id}"
    assert link in lead.get(address).content.decode()
    assert link not in agent.get(address).content.decode()


def test_no_customer_is_deleted_past_the_rest_of_them(pro: cast.Browser) -> None:
    boss = cast.staff_browser(name="boss", superuser=True)
    address = f"/admin/accounts/customer/{pro.visitor.customer_id}/delete/"
    assert boss.post(address, {"post": "yes"}).status_code == 403
    assert Customer.objects.exists()


def test_a_hold_is_for_leads(lead: cast.Browser, agent: cast.Browser) -> None:
    ticket = open_ticket()
    address = f"/admin/tickets/ticket/{ticket.reference}/hold/"
    assert agent.post(address, {"held": "yes"}).status_code == 403
    for held in ("yes", "no"):
        assert lead.post(address, {"held": held}).status_code == 302
        ticket.refresh_from_db()
        assert ticket.legal_hold is (held == "yes")
    assert list(ticket.events.values_list("kind", flat=True)) == ["legal_hold", "legal_hold_ended"]

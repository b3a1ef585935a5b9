"""The command that fills a database to be measured."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from accounts.models import Customer
from config.management.commands import seed_scale
from helpcenter.models import Section, Translation
from messenger.models import Conversation
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import events
from tickets.models import Attachment, IncomingEmail, Message, OutgoingEmail, Tag, Ticket, TicketEvent
from tickets.models.snoozes import snoozed
from tickets.sample_cases import case, reference

pytestmark = pytest.mark.django_db


def seed(tickets=60, **options):
    call_command("seed_scale", tickets=tickets, **options)


def test_it_makes_tickets_with_people_mail_and_conversations():
    seed()
    assert (Ticket.objects.count(), Conversation.objects.count(), Customer.objects.count()) == (60, 75, 30)
    assert 120 < Message.objects.count() < 300
    assert 90 < OutgoingEmail.objects.count() < 200
    assert IncomingEmail.objects.exists()
    assert TicketEvent.objects.filter(kind="assigned").exclude(arguments__to="").exists()
    assert set(Ticket.objects.values_list("locale", flat=True)) == {"en", "ja"}


def test_tickets_are_those_of_teams_and_of_people_who_work_on_them():
    cast.staff(name="editor", groups=("editors",))
    agent = cast.staff(name="agent")
    agent.first_name = "Aya"
    agent.save()
    billing = Group.objects.create(name="Billing")
    seed()
    assert set(Ticket.objects.exclude(assignee=None).values_list("assignee", flat=True)) == {agent.pk}
    assert set(Ticket.objects.exclude(team=None).values_list("team", flat=True)) == {billing.pk}
    assert set(TicketEvent.objects.filter(kind="assigned").values_list("arguments__to", flat=True)) == {"Aya"}


def test_its_rows_fit_together():
    seed()
    for ticket in Ticket.objects.select_related("customer"):
        ticket.full_clean()
        ticket.validate_constraints()
        assert ticket.customer is None or ticket.customer.email == ticket.requester_email
        assert ticket.conversations.get().customer == ticket.customer


def test_its_events_and_files_are_such_as_the_pages_know(lead):
    seed(tickets=600)
    for event in TicketEvent.objects.all():
        assert events.checked(event.kind, event.arguments) == event.arguments
    mail = Attachment.objects.select_related("message__incoming").latest("pk").message.incoming
    assert lead.get(f"/admin/tickets/incomingemail/{mail.pk}/attachments/0/").content == b"What the screen said"
    for outcome in ("quarantined", "unreadable"):
        held = IncomingEmail.objects.filter(outcome=outcome).latest("pk")
        assert lead.get(f"/admin/tickets/incomingemail/{held.pk}/change/").status_code == 200


def test_its_tickets_have_teams_and_tags_of_every_frequency_and_some_are_put_off():
    seed(tickets=600)
    tagged = {tag.name: tag.tagged.count() for tag in Tag.objects.all()}
    assert tagged == {"sample-common": 200, "sample-middling": 12, "sample-rare": 0}
    assert Ticket.objects.filter(team=None).count() == 120
    assert Ticket.objects.values("team").distinct().count() == 4
    put_off = snoozed(Ticket.objects.all())
    assert put_off
    assert all(ticket.snooze.until == ticket.waiting_since > ticket.snooze.waited_since for ticket in put_off)


def test_what_is_opened_afterwards_gets_keys_of_its_own():
    seed()
    assert open_ticket().pk > Ticket.objects.earliest("pk").pk + 59


def test_the_same_number_is_the_same_case_in_the_same_words():
    first, again = (
        case(7, total=9, first=1, pen=seed_scale.PEN, now=datetime(2026, 11, 2, tzinfo=UTC)) for _time in range(2)
    )
    assert first == again
    assert len({reference(number) for number in range(5_000)}) == 5_000


def test_a_database_with_tickets_is_refused_unless_one_insists():
    open_ticket()
    with pytest.raises(CommandError, match="Add --yes"):
        seed()
    seed(yes=True)
    assert Ticket.objects.count() == 61


def test_articles_are_published_in_every_language_and_can_be_read(reader):
    call_command("seed_scale", articles=3)
    assert Translation.objects.published().count() == 6
    assert Section.objects.filter(terms=b"").count() == 0
    page = reader.get(Translation.objects.in_language("ja").first().path)
    assert page.status_code == 200


def test_articles_are_found_by_readers_and_by_editors(reader, editor):
    call_command("seed_scale", articles=3)
    title = Translation.objects.in_language("en").latest("pk").title
    assert title in reader.get("/en/search", {"q": title}).content.decode()
    assert title in editor.get("/admin/helpcenter/translation/", {"q": title.split()[0]}).content.decode()

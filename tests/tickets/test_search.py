"""Searching the desk: by anything that stands on a ticket, in any language, newest first."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.tickets.conftest import open_ticket
from tickets import actions, finding, search_terms
from tickets.actions.indexing import index_again
from tickets.models import IncomingEmail, Message, Ticket, TicketTerms

pytestmark = pytest.mark.django_db


def found(words):
    return list(Ticket.objects.filter(pk__in=finding.find(words)))


@pytest.mark.parametrize(
    "words",
    [
        "invoices",
        "INVOICE double",
        "請求",
        "請求書",
        "ﾌﾟﾗﾝ",
        "税",
        "marta@mail.example",
        "MARTA@",
        "mar",
        "mail.example",
        "Rossi",
        "청구",
    ],
)
def test_a_ticket_is_found_by_what_stands_on_it(words):
    open_ticket(requester_email="else@example.com")
    wanted = open_ticket(
        subject="The invoice came double",
        requester_name="Marta Rossi",
        requester_email="marta@mail.example",
        body="請求書の消費税が違います。プランは年間です。 청구서",
    )
    assert found(words) == [wanted]


@pytest.mark.parametrize("words", ["invoice refund", "書請", "…", "🙂", "xyzzy", "%", "a' OR 1=1"])
def test_words_that_stand_nowhere_find_nothing(words):
    open_ticket(subject="The invoice", body="請求書")
    assert found(words) == []


def test_the_reference_finds_its_ticket():
    wanted, _other = open_ticket(), open_ticket()
    assert found(wanted.reference.lower()) == [wanted]


def test_what_is_written_later_is_found_too(aki):
    ticket = open_ticket()
    actions.reply(ticket=ticket, author=aki, body="The harvest is late")
    actions.add_note(ticket=ticket, author=aki, body="Ask about the lantern")
    actions.add_customer_message(ticket=ticket, body="Meanwhile a typhoon", channel=Message.Channel.EMAIL)
    actions.add_participant(ticket=ticket, name="Ken", email="ken@elsewhere.example")
    for words in ("harvests", "lantern", "typhoon", "elsewhere", "typhoon lantern button"):
        assert found(words) == [ticket]


def test_a_follow_up_is_found_by_its_own_words(aki):
    ticket = open_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(status="closed", waiting_since=None, solved_at=ticket.created_at)
    message = actions.add_customer_message(ticket=ticket, body="A typhoon", channel=Message.Channel.EMAIL)
    assert found("typhoon") == [message.ticket]


def test_a_ticket_from_before_the_index_gets_all_of_it_with_its_next_message(aki):
    ticket = open_ticket(body="The gold button")
    TicketTerms.objects.all().delete()
    actions.add_note(ticket=ticket, author=aki, body="lantern")
    assert found("gold lantern") == [ticket]


def test_an_upgrade_makes_old_tickets_findable_and_may_be_repeated():
    ticket, other = open_ticket(body="The gold button"), open_ticket(body="A lantern")
    actions.add_participant(ticket=ticket, name="Ken", email="ken@elsewhere.example")
    TicketTerms.objects.filter(ticket=ticket).delete()
    for _time in range(2):
        import_module("tickets.migrations.0031_fill_ticket_terms").fill(apps, None)
    assert found("gold elsewhere hanako") == [ticket]
    assert found("lantern") == [other]


def test_a_common_word_gives_the_newest_and_no_more(monkeypatch):
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    keys = [open_ticket(body="common").pk for _number in range(5)]
    assert finding.find("common") == sorted(keys, reverse=True)[:3]


def test_an_old_ticket_is_found_beyond_the_newest(monkeypatch):
    monkeypatch.setattr(finding, "_NEWEST", 2)
    old = open_ticket(body="The lantern")
    for _number in range(4):
        open_ticket()
    assert found("lantern") == [old]


def test_the_desk_says_when_only_the_newest_were_looked_through(agent, monkeypatch):
    monkeypatch.setattr(finding, "MOST_FOUND", 2)
    for _number in range(3):
        open_ticket(body="common")
    assert "Only the newest 2 matches" in agent.get("/admin/tickets/ticket/?q=common").content.decode()
    assert "Only the newest" not in agent.get("/admin/tickets/ticket/?q=rare").content.decode()


def test_a_long_text_is_found_by_its_beginning_and_costs_no_more():
    assert len(search_terms.terms(" ".join(f"word{number}" for number in range(90_000)))) < 10_000


def test_mail_without_a_ticket_is_found_by_its_subject_and_sender():
    mail = IncomingEmail.objects.create(
        digest="1",
        reason="no_ticket",
        mail_id="<a@b>",
        sender_email="Odd@mail.example",
        subject="請求の件",
        outcome="quarantined",
    )
    for words in ("請求", "odd@", "<a@b>"):
        assert finding.find_incoming(words) == [mail.pk]
    assert finding.find_incoming("else") == []


def unindexed(**changes):
    """A ticket that a process from before the index wrote on."""
    ticket = open_ticket(**changes)
    Message.objects.create(ticket=ticket, kind="customer", channel="messenger", body="An unheard of kangaroo")
    return ticket


def test_what_an_old_process_wrote_is_found_once_tickets_are_indexed_again(capsys):
    ticket, other = unindexed(), open_ticket()
    TicketTerms.objects.filter(ticket=other).delete()
    assert found("kangaroo") == []
    call_command("index_tickets")
    assert found("kangaroo") == [ticket]
    assert other in found(other.reference)
    assert "Tickets: 2, of which 2 " in capsys.readouterr().out
    call_command("index_tickets")
    assert "Tickets: 2, of which 0 " in capsys.readouterr().out


def test_indexing_goes_on_where_it_was_stopped(monkeypatch, capsys):
    monkeypatch.setattr("tickets.actions.indexing.BATCH", 2)
    tickets = [unindexed() for _number in range(3)]
    next(index_again())
    assert set(found("kangaroo")) == set(tickets[:2])
    call_command("index_tickets", after=tickets[1].pk)
    assert set(found("kangaroo")) == set(tickets)
    assert f"--after {tickets[2].pk}" in capsys.readouterr().err


def test_only_what_changed_since_is_indexed_again():
    old, new = unindexed(now=timezone.now() - timedelta(days=2)), unindexed()
    call_command("index_tickets", "--since", timezone.now().date().isoformat())
    assert found("kangaroo") == [new]
    call_command("index_tickets", "--since", old.updated_at.isoformat())
    assert set(found("kangaroo")) == {old, new}


@pytest.mark.parametrize("time", ["yesterday", "2026-13-01", ""])
def test_a_time_that_is_none_is_refused(time):
    with pytest.raises(CommandError, match="is no time such as"):
        call_command("index_tickets", "--since", time)


def test_a_search_looks_no_further_back_than_its_list_needs(monkeypatch):
    monkeypatch.setattr(finding, "_NEWEST", 4)
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    with_word = [unindexed() if number % 2 else open_ticket() for number in range(40)][1::2]
    call_command("index_tickets")
    monkeypatch.setattr(finding, "_in_all", lambda _wanted: pytest.fail("looked at all tickets"))
    assert finding.find("kangaroo") == [ticket.pk for ticket in with_word[:-4:-1]]

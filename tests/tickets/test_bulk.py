"""What is done to several tickets of the queue at once, and taking it back."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.actions import bulk, recording
from tickets.actions.together import together
from tickets.desk import bulk as desk_bulk
from tickets.desk import site
from tickets.events import Kind
from tickets.models import (
    BulkMove,
    BusinessHours,
    Message,
    MovedTicket,
    OpenSpan,
    SlaClock,
    SlaPolicy,
    Ticket,
)
from tickets.models.bulk_moves import UNDO_FOR
from tickets.refusals import TicketRefusedError

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"


def do(browser, tickets, move="choice", choice="", **more):
    form = {"ticket": [ticket.pk for ticket in tickets], "move": move, "choice": choice, **more}
    return browser.post(f"{LIST}bulk/", form, follow=True)


def undo(browser, move=None):
    move = move or BulkMove.objects.latest("pk")
    return browser.post(f"{LIST}bulk/{move.pk}/undo/", {"place": "view=all"}, follow=True)


def told(page):
    return [str(message) for message in page.context["messages"]]


def stands(ticket):
    """Everything that a bulk move may change."""
    row = Ticket.objects.get(pk=ticket.pk)
    return (row.assignee, row.team, row.priority, row.status, row.waiting_since, row.solved_at)


@pytest.mark.parametrize(
    ("move", "choice", "words", "kind"),
    [
        ("assignee:me", "", "2 tickets: assigned to agent", "assigned"),
        ("choice", "assignee:{other}", "2 tickets: assigned to other", "assigned"),
        ("choice", "team:{team}", "2 tickets: team “Billing”", "team"),
        ("choice", "priority:40", "2 tickets: priority “urgent”", "priority"),
        ("status:solve", "", "2 tickets: Solve", "status"),
        ("choice", "status:wait_for_customer", "2 tickets: Set to pending", "status"),
        ("choice", "status:hold", "2 tickets: Put on hold", "status"),
    ],
)
def test_a_move_changes_all_that_were_selected_and_is_taken_back_whole(agent, move, choice, words, kind):
    other, team = cast.staff(name="other"), Group.objects.create(name="Billing")
    now = timezone.now()
    made = [open_ticket(now=now - timedelta(days=days)) for days in range(3)]
    actions.assign(ticket=made[0], author=agent.user, assignee=cast.staff(name="before"))
    before = [stands(ticket) for ticket in made]
    page = do(agent, made[:2], move, choice.format(other=other.pk, team=team.pk), place="view=all&p=1")
    assert page.redirect_chain == [(f"{LIST}?view=all&p=1", 302)]
    assert page.context["undo"].words == words
    assert [stands(ticket) == old for ticket, old in zip(made, before, strict=True)] == [False, False, True]
    assert all(ticket.events.filter(kind=kind, author=agent.user).exists() for ticket in made[:2])
    assert words in agent.get(LIST).content.decode()
    assert told(undo(agent)) == ["2 tickets are as before."]
    assert [stands(ticket) for ticket in made] == before
    assert made[1].events.filter(kind__in=[kind, "unassigned"]).count() == 2
    assert agent.get(LIST).context["undo"] is None


def test_the_bar_offers_teams_that_work_on_tickets_as_the_ticket_does(agent, ticket, editor):
    Group.objects.create(name="Billing")
    [teams] = [each for each in agent.get(LIST).context["bulk"] if each.words == "Team"]
    offered = {words for _value, words in teams.choices}
    assert offered == {"No team", "Billing", "compliance"}


def test_taking_the_ticket_from_everybody_and_every_team(agent):
    ticket = open_ticket()
    team = Group.objects.create(name="Billing")
    actions.set_team(ticket=ticket, author=agent.user, team=team)
    actions.assign(ticket=ticket, author=agent.user, assignee=agent.user)
    assert do(agent, [ticket], choice="assignee:").context["undo"].words == "1 ticket: assigned to nobody"
    assert do(agent, [ticket], choice="team:").context["undo"].words == "1 ticket: team “No team”"
    assert stands(ticket)[:2] == (None, None)
    undo(agent)
    undo(agent, BulkMove.objects.earliest("pk"))
    # The newer move was taken back first, so the ticket isn't as the older one left it.
    assert stands(ticket)[:2] == (None, team)


def test_a_ticket_that_refuses_is_told_by_its_reference_and_stops_no_other(agent):
    proven = open_ticket(proof={"Card": "4242"})
    free = open_ticket()
    page = do(agent, [proven, free], "status:solve")
    assert [ticket.status for ticket in Ticket.objects.order_by("pk")] == ["new", "solved"]
    assert page.context["undo"].words == "1 ticket: Solve"
    assert told(page)[0].startswith(f"Unchanged: {proven.reference}. ")
    assert not proven.events.exists()
    assert [moved.ticket for moved in MovedTicket.objects.all()] == [free]


def test_what_happened_since_is_not_taken_back(agent):
    answered, left = open_ticket(), open_ticket()
    do(agent, [answered, left], "status:solve")
    actions.add_customer_message(ticket=answered, body="No!", channel=Message.Channel.MESSENGER)
    page = undo(agent)
    assert told(page) == [
        "1 ticket is as before.",
        f"Unchanged: {answered.reference}. Something happened on it since.",
    ]
    assert [Ticket.objects.get(pk=ticket.pk).status for ticket in (answered, left)] == ["open", "new"]


def test_it_is_too_late_after_some_minutes_and_after_the_first_time(agent, ticket):
    now = timezone.now()
    bulk.assign(tickets=[ticket], author=agent.user, assignee=agent.user, now=now)
    move = BulkMove.objects.get()
    with pytest.raises(TicketRefusedError, match="too_late_to_undo"):
        bulk.take_back(move=move, author=agent.user, now=now + UNDO_FOR)
    assert BulkMove.objects.undoable_by(agent.user, now + UNDO_FOR).count() == 0
    assert bulk.take_back(move=move, author=agent.user, now=now + UNDO_FOR - timedelta(seconds=1)).changed == 1
    assert "can’t be taken back" in told(undo(agent))[0]


def test_nobody_takes_back_what_another_did(agent, ticket):
    do(agent, [ticket], "assignee:me")
    other = cast.staff_browser(name="other")
    assert undo(other).status_code == 404
    assert other.get(LIST).context["undo"] is None
    with pytest.raises(TicketRefusedError, match="too_late_to_undo"):
        bulk.take_back(move=BulkMove.objects.get(), author=other.user, now=timezone.now())


def test_somebody_who_left_gets_no_ticket_back(agent, ticket):
    gone = cast.staff(name="gone")
    actions.assign(ticket=ticket, author=agent.user, assignee=gone)
    do(agent, [ticket], "assignee:me")
    gone.is_active = False
    gone.save()
    undo(agent)
    assert stands(ticket)[0] is None


@pytest.mark.parametrize(
    "form",
    [
        {"move": "choice"},
        {"move": "nonsense:1"},
        {"move": "status:close"},
        {"move": "status:x"},
        {"move": "priority:99"},
        {"move": "assignee:999999"},
        {"move": "assignee:x"},
        {"move": "team:999999"},
        {},
    ],
)
def test_a_move_that_is_none_changes_nothing_and_says_so(agent, ticket, form):
    page = agent.post(f"{LIST}bulk/", {"ticket": [ticket.pk], **form}, follow=True)
    assert told(page) == ["Nothing was changed: select tickets and choose what to do."]
    assert Ticket.objects.get().version == ticket.version


@pytest.mark.parametrize("keys", [[], ["x"], ["9" * 30], ["-1"]])
def test_without_tickets_nothing_happens(agent, keys):
    page = agent.post(f"{LIST}bulk/", {"ticket": keys, "move": "assignee:me"}, follow=True)
    assert "select tickets" in told(page)[0]


def test_what_stands_so_already_is_no_move(agent, ticket):
    actions.assign(ticket=ticket, author=agent.user, assignee=agent.user)
    assert told(do(agent, [ticket], "assignee:me")) == ["That is how the selected tickets stand already."]
    assert not BulkMove.objects.exists()


def test_too_many_at_once_change_nothing(agent, monkeypatch):
    for module in (desk_bulk, site):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    page = do(agent, [open_ticket() for _number in range(3)], "assignee:me")
    assert "choose at most 2 at once" in told(page)[0]
    assert not Ticket.objects.assigned_to(agent.user).exists()


def test_a_report_is_moved_by_who_sees_it_alone_and_only_to_who_may_have_it(agent):
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    do(agent, [report], "assignee:me")
    assert stands(report)[0] is None
    officer = cast.staff_browser(name="noor", groups=("compliance",))
    page = do(officer, [report], choice=f"assignee:{agent.user.pk}")
    assert "Only people who handle reports" in told(page)[0]
    do(officer, [report], "assignee:me")
    assert stands(report)[0] == officer.user


def test_who_may_only_look_has_no_bar_and_moves_nothing(ticket):
    reader = cast.staff_browser(name="reader", groups=())
    reader.user.user_permissions.add(*cast.Permission.objects.filter(codename="view_ticket"))
    page = reader.get(LIST).content.decode()
    assert not any(part in page for part in ("queue-bulk", "cell-pick", "<kbd>x</kbd>", "<kbd>#</kbd>"))
    page = reader.get(f"{LIST}{ticket.reference}/change/").content.decode()
    assert ("<kbd>j</kbd>" in page, "<kbd>#</kbd>" in page, "send and solve" in page) == (True, False, False)
    assert do(reader, [ticket], "assignee:me").status_code == 403


def test_old_moves_are_forgotten_with_the_next_one(agent, ticket):
    now = timezone.now()
    bulk.assign(tickets=[ticket], author=agent.user, assignee=agent.user, now=now - timedelta(days=2))
    bulk.assign(tickets=[ticket], author=agent.user, assignee=None, now=now)
    assert [move.to for move in BulkMove.objects.all()] == [""]


def test_a_deleted_ticket_takes_its_place_in_a_move_along(agent, ticket):
    do(agent, [ticket, open_ticket()], "assignee:me")
    Message.objects.filter(ticket=ticket).delete()
    ticket.delete()
    assert MovedTicket.objects.count() == 1
    twice = MovedTicket.objects.get()
    twice.pk = None
    with pytest.raises(IntegrityError, match="once_a_move"), transaction.atomic():
        twice.save()


def test_a_ticket_that_was_put_off_comes_back_awake_with_the_wait_that_it_had(agent, ticket):
    now, since = timezone.now(), ticket.waiting_since
    actions.snooze(ticket=ticket, author=agent.user, until=now + timedelta(days=9), now=now)
    do(agent, [ticket], "status:solve")
    undo(agent)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_since) == ("new", since)
    assert ticket in agent.get(f"{LIST}?view=waiting").context["cl"].result_list


def test_what_holds_for_all_of_them_is_asked_once(aki):
    hours = BusinessHours.objects.create(name="Office", zone="Europe/Berlin")
    OpenSpan.objects.create(hours=hours, weekday=0, opens="09:00", closes="17:00")
    SlaPolicy.objects.create(name="Everybody", first_response=60, hours=hours)
    tickets = [open_ticket() for _each in range(4)]
    for act in (
        lambda: bulk.set_priority(tickets=tickets, author=aki, priority=30, now=timezone.now()),
        lambda: bulk.take_back(move=BulkMove.objects.latest("pk"), author=aki, now=timezone.now()),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert act().changed == 4
        tables = [re.findall(r'^SELECT .* FROM "(\w+)"', query["sql"]) for query in asked.captured_queries]
        read = [name for each in tables for name in each]
        assert read.count("tickets_slapolicy") == read.count("tickets_businesshours") == 1
    assert SlaClock.objects.filter(ticket__in=tickets, due_at=None).count() == 0
    # Another move reads them anew.
    SlaPolicy.objects.update(active=False)
    bulk.set_priority(tickets=tickets, author=aki, priority=40, now=timezone.now())
    assert not SlaClock.objects.exists()


def test_one_more_ticket_costs_its_own_row_alone(aki):
    SlaPolicy.objects.create(name="Everybody", first_response=60)
    tickets = [open_ticket() for _each in range(9)]
    # What is asked once a process is asked before.
    bulk.set_priority(tickets=tickets, author=aki, priority=10, now=timezone.now())
    counts = []
    for some in (tickets[:3], tickets):
        with CaptureQueriesContext(connection) as there:
            bulk.set_priority(tickets=some, author=aki, priority=30, now=timezone.now())
        move = BulkMove.objects.latest("pk")
        with CaptureQueriesContext(connection) as back:
            assert bulk.take_back(move=move, author=aki, now=timezone.now()).changed == len(some)
        counts.append((len(there), len(back)))
    few, many = counts
    # There each has a savepoint of its own, which is made and released; and the row is written.
    assert (many[0] - few[0], many[1] - few[1]) == (6 * 3, 6)
    assert [row.events.count() for row in tickets] == [5] * 3 + [3] * 6


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_of_what_refuses_halfway(aki, ticket):
    other, now = open_ticket(), timezone.now()
    with transaction.atomic(), together(recording.lock_keys([ticket.pk, other.pk]), now) as both:
        for row in both.rows.values():
            row.priority = 40
            recording.record(row, Kind.PRIORITY, aki, now, before="20", after="40")
            recording.save(row, now)
        both.forget(ticket.pk)
        assert both.rows[ticket.pk].priority == 20
        assert recording.lock(ticket) is both.rows[ticket.pk]
    assert [Ticket.objects.get(pk=row.pk).priority for row in (ticket, other)] == [20, 40]
    assert [row.events.count() for row in (ticket, other)] == [0, 1]
    # Where nothing is gathered any more, each is written as it happens.
    row = Ticket.objects.get(pk=ticket.pk)
    recording.record(row, Kind.PRIORITY, aki, now, before="20", after="30")
    assert ticket.events.count() == 1


def test_what_fails_writes_nothing_of_all_that_was_gathered(aki, ticket):
    def fails():
        with transaction.atomic(), together(recording.lock_keys([ticket.pk]), timezone.now()) as one:
            recording.record(one.rows[ticket.pk], Kind.UNASSIGNED, aki, timezone.now())
            recording.save(one.rows[ticket.pk], timezone.now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert not ticket.events.exists()
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version

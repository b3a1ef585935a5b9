"""Whatever a mail does to its reader, it is kept, shown as unreadable, and can be tried again."""

import pytest
from django.db import OperationalError
from procrastinate import JobContext
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tests.tickets.conftest import mail, receive
from tickets import actions
from tickets.mail import parsing, reading_tasks
from tickets.mail.actions import storing
from tickets.models import IncomingEmail

IN = "/admin/tickets/incomingemail/"


def fail_with(monkeypatch, error):
    def fail(*_arguments):
        raise error

    monkeypatch.setattr(parsing, "parse", fail)


@pytest.fixture
def unreadable(db, monkeypatch):
    """A mail at which the reader stumbles, for as long as this test doesn't undo it."""
    fail_with(monkeypatch, AssertionError("we are sorry <b>"))
    return receive(mail())


@pytest.mark.parametrize("error", [AssertionError("x"), RecursionError("x"), MemoryError("x"), UnicodeError("x\x00")])
@pytest.mark.django_db
def test_whatever_the_reader_raises_is_written_on_the_mail(monkeypatch, error):
    fail_with(monkeypatch, error)
    row = receive(mail())
    assert (row.outcome, row.reason, row.failure) == ("unreadable", "unreadable", f"{type(error).__name__}: x")
    assert bytes(row.original.content) == mail()


def test_a_failure_in_joining_undoes_all_but_the_mail(ticket, monkeypatch):
    raw = mail(to=ticket.emails.get().reply_to)
    monkeypatch.setattr("tickets.actions.recording.save", lambda *_: 1 / 0)
    row = receive(raw)
    assert row.failure == "ZeroDivisionError: division by zero"
    assert not ticket.messages.filter(channel="email").exists()
    monkeypatch.undo()
    storing.read_again(incoming=row)
    assert receive(raw).outcome == "joined"


def test_a_database_that_is_away_is_waited_for_but_not_for_ever(monkeypatch, db):
    fail_with(monkeypatch, OperationalError("gone"))
    row = storing.store_email(raw=mail())
    with pytest.raises(OperationalError):
        actions.read_email(incoming_id=row.pk)
    assert IncomingEmail.objects.get().outcome == "received"
    job = Job(id=1, queue="incoming", lock=None, queueing_lock=None, task_name="tickets.read_email", attempts=10)
    context = JobContext(app=reading_tasks.app, job=job, start_timestamp=0, abort_reason=lambda: None)
    reading_tasks.read_email.func(context, incoming_id=row.pk)
    assert IncomingEmail.objects.get().outcome == "unreadable"


def test_a_mail_that_ends_its_worker_each_time_is_left_alone(db):
    row = storing.store_email(raw=mail())
    IncomingEmail.objects.update(attempts=5)
    actions.read_email(incoming_id=row.pk)
    row.refresh_from_db()
    assert row.failure == "CutOffError: the reading was cut off 5 times"


def test_it_is_listed_and_shown_with_the_reason(agent, unreadable):
    listed = agent.get(f"{IN}?outcome__exact=unreadable").content.decode()
    page = agent.get(f"{IN}{unreadable.pk}/change/").content.decode()
    assert "(not read)" in listed
    assert "AssertionError: we are sorry &lt;b&gt;" in page
    assert "Message-ID: &lt;one@mail.example&gt;" in page


def test_it_is_read_again_by_a_button_and_from_the_list(agent, unreadable, monkeypatch):
    monkeypatch.undo()
    form = {"action": "read_again", "_selected_action": [unreadable.pk]}
    for address, sent in ((f"{IN}{unreadable.pk}/read/", {}), (IN, form)):
        IncomingEmail.objects.update(outcome="unreadable", reason="unreadable")
        assert agent.post(address, sent).status_code == 302
        assert IncomingEmail.objects.get().outcome == "received"
    assert ProcrastinateJob.objects.filter(task_name="tickets.read_email").count() == 3
    assert receive(mail()).outcome == "answered"


def test_a_mail_that_was_read_is_not_read_again(agent, db):
    row = receive(mail())
    assert agent.post(f"{IN}{row.pk}/read/").status_code == 409
    assert agent.post(IN, {"action": "read_again", "_selected_action": [row.pk]}).status_code == 302
    assert IncomingEmail.objects.get().outcome == "answered"


def test_it_can_be_joined_by_hand_under_nobodys_name(agent, unreadable, ticket):
    agent.post(f"{IN}{unreadable.pk}/join/", {"reference": ticket.reference})
    message = ticket.messages.get(channel="email")
    assert (message.author_name, message.body) == ("?", f"mail-{unreadable.pk}.eml")


def test_a_mail_that_waits_to_be_read_is_shown_and_left_alone(agent, ticket):
    row = storing.store_email(raw=mail())
    page = agent.get(f"{IN}{row.pk}/change/").content.decode()
    assert "waits to be read" in page
    assert "/join/" not in page
    assert agent.post(f"{IN}{row.pk}/join/", {"reference": ticket.reference}).status_code == 409
    assert agent.post(f"{IN}{row.pk}/discard/").status_code == 409


@pytest.mark.parametrize("verb", ["join", "discard"])
def test_a_duplicate_is_joined_and_discarded_like_others(agent, ticket, verb):
    receive(mail())
    copy = receive(mail(X_Relay="b"))
    assert copy.reason == "duplicate"
    assert agent.post(f"{IN}{copy.pk}/{verb}/", {"reference": ticket.reference}).status_code == 302
    copy.refresh_from_db()
    assert copy.reason == {"join": "joined_by_hand", "discard": "discarded"}[verb]


def test_a_bulk_discard_takes_duplicates_too_and_so_many_at_once(agent, monkeypatch, settings, db):
    settings.ANSWER_NEW_MAIL = False
    for number in range(3):
        receive(mail(X_Relay=str(number)))
    monkeypatch.setattr("tickets.desk.selection.AT_ONCE", 2)
    chosen = list(IncomingEmail.objects.values_list("pk", flat=True))
    form = {"action": "discard", "_selected_action": chosen[:1], "select_across": "1"}
    page = agent.post(f"{IN}?reason__in=no_ticket,duplicate", form, follow=True).content.decode()
    assert IncomingEmail.objects.filter(reason="discarded").count() == 2
    assert "the first 2 of the selection" in page

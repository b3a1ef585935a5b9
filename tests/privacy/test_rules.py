"""Each rule deletes what it names once it is old enough, and nothing that is young, held, or still worked on."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Visitor
from messenger.models import Conversation
from privacy import tasks
from privacy.actions import nightly
from privacy.models import KeptConsent, Report, RetentionRule, days_of_all
from privacy.rules import DEFAULTS, What
from tests import cast
from tests.messenger.steps import chatting, draft, forwarded
from tests.privacy.conftest import aged, finished, rule
from tests.tickets.conftest import mail, open_ticket, receive
from tests.tickets.files.conftest import keep
from tickets import actions as ticket_actions
from tickets.enterprise import draft_actions as drafts
from tickets.enterprise.actions import holder_of
from tickets.files import actions as files
from tickets.models import IncomingEmail, OriginalMail, OutgoingEmail, RequestDraft, StoredFile, Ticket

pytestmark = pytest.mark.django_db


def forget() -> Counter[str]:
    return nightly.forget(now=timezone.now())


def test_an_upgrade_begins_with_what_was_done_before_it() -> None:
    assert dict(RetentionRule.objects.values_list("what", "days")) == DEFAULTS
    assert list(days_of_all()) == list(What)


def test_without_its_row_a_rule_is_what_it_was(settings) -> None:
    RetentionRule.objects.all().delete()
    settings.CHAT_DAYS = 400
    assert days_of_all() == {**DEFAULTS, What.CHATS: 400}


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_a_customers_unsent_text_goes_when_a_rule_says_so(days: int, stays: bool, pro: cast.Browser, no_rules) -> None:
    row = draft(pro)
    sent = chatting(cast.browser(person="free"))
    for each in (row, sent):
        aged(each, "updated_at", days)
    rule(What.UNSENT, 30)
    forget()
    assert Conversation.objects.filter(pk=row.pk).exists() is stays
    assert Conversation.objects.filter(pk=sent.pk).exists()


def unsent_request(person: str = "") -> RequestDraft:
    """What somebody typed into the Enterprise form, with a file."""
    visitor, submission = cast.visitor(person=person)[0], uuid4()
    drafts.keep(visitor=visitor, submission=submission, typed={"words": "typed"}, now=timezone.now())
    files.take_in(holder=holder_of(submission), name="log.txt", content=b"a line", now=timezone.now())
    return RequestDraft.objects.get()


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_a_customers_unsent_request_goes_with_its_files_when_a_rule_says_so(days: int, stays: bool, no_rules) -> None:
    aged(unsent_request("team_member"), "updated_at", days)
    rule(What.UNSENT, 30)
    assert forget()["tickets.RequestDraft"] == (not stays)
    assert (RequestDraft.objects.exists(), StoredFile.objects.exists()) == (stays, stays)


def test_an_unsent_request_of_nobody_goes_when_their_visit_is_over_and_holds_the_visit_until_then(no_rules) -> None:
    row = unsent_request()
    rule(What.VISITS, 1)
    aged(row.visitor, "expires_at", 4)
    assert not forget()
    rule(What.DRAFTS, 5)
    assert not forget()
    rule(What.DRAFTS, 3)
    assert forget() == {"tickets.RequestDraft": 1, "accounts.Visitor": 1}
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_a_customers_conversation_goes_unless_it_is_a_ticket(
    days: int, stays: bool, pro: cast.Browser, no_rules
) -> None:
    alone, became_a_ticket = chatting(pro), forwarded(pro)
    for each in (alone, became_a_ticket):
        aged(each, "updated_at", days)
    rule(What.CONVERSATIONS, 30)
    forget()
    assert Conversation.objects.filter(pk=alone.pk).exists() is stays
    assert Conversation.objects.filter(pk=became_a_ticket.pk).exists()


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_a_finished_ticket_goes_with_all_that_hangs_on_it(days: int, stays: bool, pro: cast.Browser, no_rules) -> None:
    row = forwarded(pro)
    receive(mail(sender=row.ticket.requester_email, in_reply_to=row.ticket.emails.get().mail_id))
    finished(row.ticket, days=days)
    rule(What.TICKETS, 30)
    gone = forget()
    for model in (Ticket, Conversation, OutgoingEmail):
        assert model.objects.exists() is stays, model
    assert (gone["tickets.Ticket"], KeptConsent.objects.count()) == ((0, 0) if stays else (1, 1))


def test_an_open_ticket_stays_however_old(no_rules) -> None:
    aged(open_ticket(), "updated_at", 9999)
    rule(What.TICKETS, 1)
    assert not forget()


def test_a_chain_goes_as_a_whole_or_not_at_all(no_rules) -> None:
    first = open_ticket()
    finished(first, days=90, status="closed")
    ticket_actions.add_customer_message(ticket=first, body="Again.", channel="email", now=timezone.now())
    second = Ticket.objects.latest("pk")
    assert second.root_id == first.pk
    aged(first, "updated_at", 90)
    rule(What.TICKETS, 30)
    assert not forget()
    finished(second, days=31)
    assert forget()["tickets.Ticket"] == 2


@pytest.mark.parametrize("held", [{"legal_hold": True}, {"topic_kind": "compliance"}])
def test_what_is_held_stays_whatever_the_rules_say(held: dict[str, object], no_rules) -> None:
    ticket = open_ticket()
    finished(ticket, days=99)
    receive(mail(sender="hanako@example.com", in_reply_to=ticket.emails.get().mail_id))
    finished(ticket, days=99)
    IncomingEmail.objects.update(received_at=timezone.now() - timedelta(days=99))
    OutgoingEmail.objects.update(created_at=timezone.now() - timedelta(days=99), status="sent", sent_at=timezone.now())
    Ticket.objects.update(**held)
    for what in (What.TICKETS, What.RAW_MAIL, What.SENT_MAIL):
        rule(what, 1)
    assert not forget()
    Ticket.objects.update(legal_hold=False, topic_kind="general")
    assert forget()["tickets.Ticket"] == 1


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_raw_mail_goes_and_what_was_read_in_it_stays(days: int, stays: bool, agent: cast.Browser, no_rules) -> None:
    row = receive(mail(auto_submitted="auto-replied"))
    assert row.outcome == "ignored"
    aged(row, "received_at", days)
    rule(What.RAW_MAIL, 30)
    forget()
    assert OriginalMail.objects.exists() is stays
    page = agent.get(f"/admin/tickets/incomingemail/{row.pk}/change/")
    assert (page.status_code, "It works now." in page.content.decode()) == (200, True)
    assert ("The raw mail was deleted" in page.content.decode()) is not stays


def test_raw_mail_that_somebody_has_to_look_at_stays(no_rules, settings) -> None:
    settings.ANSWER_NEW_MAIL = False
    row = receive(mail())
    assert row.outcome == "quarantined"
    aged(row, "received_at", 99)
    rule(What.RAW_MAIL, 1)
    assert not forget()


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_mail_on_no_ticket_goes_with_its_raw_mail(days: int, stays: bool, no_rules) -> None:
    aged(receive(mail()), "received_at", days)
    rule(What.STRAY_MAIL, 30)
    forget()
    assert (IncomingEmail.objects.exists(), OriginalMail.objects.exists()) == (stays, stays)


@pytest.mark.parametrize(("status", "stays"), [("open", True), ("solved", False)])
def test_sent_mail_goes_once_its_ticket_is_done_with(status: str, stays: bool, no_rules) -> None:
    ticket = open_ticket()
    if status == "solved":
        finished(ticket, days=1)
    long_ago = timezone.now() - timedelta(days=31)
    OutgoingEmail.objects.update(status="sent", sent_at=long_ago, created_at=long_ago)
    rule(What.SENT_MAIL, 30)
    forget()
    assert OutgoingEmail.objects.exists() is stays
    assert ticket.messages.exists()


@pytest.mark.parametrize(("days", "stays"), [(None, True), (3, True), (2, False)])
def test_a_file_that_was_picked_waits_as_long_as_the_rule_says(days: int | None, stays: bool) -> None:
    file = keep()
    aged(file, "created_at", 2)
    rule(What.WAITING_FILES, days)
    tasks.sweep_files(timestamp=0)
    assert StoredFile.objects.exists() is stays


@pytest.mark.parametrize(("days", "stays"), [(None, True), (5, True), (3, False)])
def test_visits_that_hold_nothing_stay_as_long_as_the_rule_says(days: int | None, stays: bool, no_rules) -> None:
    visitor, _token = cast.visitor()
    aged(visitor, "expires_at", 4)
    rule(What.VISITS, days)
    forget()
    assert Visitor.objects.exists() is stays


def test_the_admins_own_record_goes_by_its_rule(agent: cast.Browser, no_rules) -> None:
    for days in (400, 300):
        entry = LogEntry.objects.create(user=agent.user, object_repr=str(days), action_flag=2, change_message="[]")
        aged(entry, "action_time", days)
    rule(What.ADMIN_LOG, 365)
    forget()
    assert LogEntry.objects.get().object_repr == "300"


# --- how it goes about it ---


def test_each_rule_that_found_something_leaves_a_report_that_names_nobody(pro: cast.Browser, no_rules) -> None:
    aged(draft(pro, text="a secret plan"), "updated_at", 31)
    rule(What.UNSENT, 30)
    rule(What.CONVERSATIONS, 30)
    forget()
    report = Report.objects.get()
    assert (report.kind, report.what, report.counts) == ("rule", "unsent", {"messenger.Conversation": 1})
    assert (report.staff, report.subject, report.ended_at is None) == (None, None, False)


def test_what_was_killed_in_between_is_told_and_goes_on(pro: cast.Browser, no_rules, monkeypatch) -> None:
    monkeypatch.setattr(nightly, "_BATCH", 1)
    rule(What.CONVERSATIONS, 30)
    for _each in range(3):
        aged(chatting(pro), "updated_at", 31)
    work, calls = nightly._FORGET[What.CONVERSATIONS], []

    def killed(keys: list[int]) -> Counter[str]:
        calls.append(keys)
        if len(calls) == 2:
            work(keys)
            raise SystemExit
        return work(keys)

    monkeypatch.setitem(nightly._FORGET, What.CONVERSATIONS, killed)
    with pytest.raises(SystemExit):
        forget()
    assert (Conversation.objects.count(), Report.objects.get().counts["messenger.Conversation"]) == (2, 1)
    assert forget()["messenger.Conversation"] == 2
    assert not Conversation.objects.exists()


def test_what_came_back_to_life_meanwhile_stays(no_rules, monkeypatch) -> None:
    ticket = open_ticket()
    finished(ticket, days=99)
    rule(What.TICKETS, 30)
    found = nightly._still_due

    def written_on(rows: object, keys: tuple[int, ...]) -> list[int]:
        Ticket.objects.update(updated_at=timezone.now())
        return found(rows, keys)

    monkeypatch.setattr(nightly, "_still_due", written_on)
    assert not forget()
    assert Ticket.objects.exists()


def test_a_dry_run_counts_and_deletes_nothing(pro: cast.Browser, capsys) -> None:
    aged(chatting(pro), "updated_at", 31)
    rule(What.CONVERSATIONS, 30)
    call_command("forget", "--dry-run")
    told = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())
    assert (told["conversations"], told["tickets"], told["failed_jobs"]) == ("1", "kept for ever", "0")
    assert Conversation.objects.exists()
    call_command("forget")
    assert "messenger.Conversation: 1" in capsys.readouterr().out
    assert not Conversation.objects.exists()


def test_the_night_of_before_the_upgrade_is_this_one() -> None:
    assert tasks.forget.aliases == ["messenger.tasks.forget_visits"]

"""What becomes of new mail: a ticket with its sender's rule, a report, or an answer with the ways to us."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.conftest import receive
from tests.tickets.new_mail.conftest import new_mail
from tickets.models import IncomingEmail, MailAlias, ReportKind, Ticket, Topic
from tickets.new_mail.robots import is_robot
from tickets.new_mail.tasks import answer_new_mail


def outcome(raw):
    row = receive(raw)
    return row.outcome, row.reason


def answers():
    return ProcrastinateJob.objects.filter(task_name="tickets.answer_new_mail")


def test_a_customer_whom_their_rule_lets_through_opens_a_ticket(pro):
    row = receive(new_mail())
    ticket = row.ticket
    assert (row.outcome, row.reason, row.message.channel) == ("joined", "opened", "email")
    assert (ticket.rule, ticket.reason, ticket.customer) == ("individual_paid", "individual_paid", pro)
    assert (ticket.subject, row.message.body, ticket.identity["plan"]) == (
        "The button is gone",
        "I can't find it.",
        "pro",
    )
    receipt = ticket.emails.get()
    assert (receipt.kind, receipt.to_email, receipt.in_reply_to) == ("receipt", "pro@example.com", row.mail_id)


@pytest.mark.parametrize("checks", ["", "mx.our.example; dmarc=none", "mx.elsewhere.example; dmarc=pass"])
def test_an_address_that_nobody_vouches_for_opens_none(pro, checks):
    assert outcome(new_mail(checks=checks)) == ("answered", "answered")
    assert not Ticket.objects.exists()


def test_a_forged_sender_is_neither_let_through_nor_answered(pro):
    assert outcome(new_mail(checks="mx.our.example; dmarc=fail")) == ("quarantined", "dmarc_failed")
    assert not answers().exists()


@pytest.mark.parametrize("person", ["free", "team_member", "console_member"])
def test_who_may_not_reach_people_is_told_why(db, person):
    cast.customer(person=person)
    assert outcome(new_mail(sender=f"{person}@example.com")) == ("answered", "answered")
    assert answers().get().args["reason"].startswith(person.replace("team", "org"))


def test_what_a_product_said_long_ago_opens_none(pro):
    pro.claims_at = timezone.now() - timedelta(days=31)
    pro.save()
    assert outcome(new_mail())[0] == "answered"


def test_a_stranger_is_answered_once_a_week(db):
    raws = [new_mail(sender="eve@example.org", mail_id=f"<{number}@x.example>") for number in range(3)]
    assert [outcome(raw)[1] for raw in raws] == ["answered", "answered_lately", "answered_lately"]
    assert answers().count() == 1


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The button is not there.", "How to reach our Product Support team"),
        ("ボタンが見つかりません。", "Product Support チーム"),
        ("Bonjour, je voudrais supprimer mon compte, merci.", "Comment joindre notre équipe Product Support"),
    ],
)
def test_the_answer_is_in_their_language_and_repeats_nothing_of_theirs(db, settings, text, subject):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    row = receive(new_mail(sender="eve@example.org", text=text, subject=text))
    answer_new_mail(**answers().get().args)
    [letter] = outbox.outbox
    assert subject in letter.subject
    assert (letter.to, letter.extra_headers["In-Reply-To"]) == (["eve@example.org"], row.mail_id)
    assert letter.extra_headers["Auto-Submitted"] == "auto-replied"
    assert "/messenger/cant-log-in" in letter.body
    assert "/reports/eu-dsa" in letter.body
    assert text not in letter.body


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": "noreply@shop.example"},
        {"sender": "bounces+7@shop.example"},
        {"X-Spam-Flag": "YES"},
        {"Auto-Submitted": "auto-generated"},
        {"List-Id": "<news.example>"},
        {"sender": "support@help.localhost"},
        {"Return-Path": "<>"},
    ],
)
def test_nobody_answers_what_no_person_wrote(db, changes):
    assert outcome(new_mail(**changes))[0] in {"quarantined", "ignored"}
    assert not answers().exists()


def test_a_persons_name_is_no_machines():
    assert not [
        name for name in ("bounce.smith", "autumn", "noreen", "rooted", "abuser") if is_robot(f"{name}@x.example")
    ]


def test_a_flood_of_made_up_senders_is_answered_to_a_limit(db, settings):
    settings.LIMITS = settings.LIMITS | {"mail_ways_all": {"site": 2, "seconds": 3600}}
    raws = [new_mail(sender=f"eve{number}@example.org", mail_id=f"<{number}@x.example>") for number in range(4)]
    assert [outcome(raw)[0] for raw in raws] == ["answered", "answered", "quarantined", "quarantined"]
    assert answers().count() == 2


def test_an_alias_gives_topic_and_team(pro, settings):
    group = cast.staff(name="lea", groups=("leads",)).groups.get()
    topic = Topic.objects.create(slug="bills", priority=30)
    MailAlias.objects.create(address="Billing@help.localhost", topic=topic, team=group)
    ticket = receive(new_mail(to="billing@help.localhost")).ticket
    assert (ticket.topic, ticket.team, ticket.priority) == (topic, group, 30)


def test_an_alias_of_who_cant_log_in_opens_none_since_a_mail_proves_nothing(pro):
    topic = Topic.objects.create(slug="locked", kind="cant_log_in")
    MailAlias.objects.create(address="locked@help.localhost", topic=topic)
    assert outcome(new_mail(to="locked@help.localhost"))[0] == "answered"


def test_mail_to_a_compliance_address_is_a_report_whoever_sends_it(db):
    kind = ReportKind.objects.create(law="eu-dsa", key="illegal", acknowledge_hours=24, decide_days=7)
    MailAlias.objects.create(address="dsa@help.localhost", report_kind=kind)
    forged = "mx.our.example; dmarc=fail"
    row = receive(new_mail(sender="Eve <eve@example.org>", to="dsa@help.localhost", checks=forged))
    assert (row.outcome, row.reason, row.ticket.rule) == ("joined", "reported", "compliance")
    assert row.ticket.report.kind == kind
    assert "I can't find it." in row.message.body
    assert row.ticket.emails.get().to_email == "eve@example.org"


def test_our_own_alias_is_never_answered(db):
    MailAlias.objects.create(address="billing@help.localhost")
    assert outcome(new_mail(sender="billing@help.localhost")) == ("ignored", "own_mail")


def test_two_machines_stop_after_two_rounds(pro):
    raws = [new_mail(mail_id=f"<{number}@x.example>", text=f"Ticket {number}") for number in range(5)]
    assert [outcome(raw)[1] for raw in raws] == ["opened", "opened", "too_often", "too_often", "too_often"]
    assert Ticket.objects.count() == 2


def test_a_photo_alone_opens_a_ticket_with_its_file(pro):
    raw = new_mail(text="").replace(
        b"Content-Type: text/plain", b'Content-Disposition: attachment; filename="a.png"\nContent-Type: image/png'
    )
    row = receive(raw)
    assert row.message.attachments.get().name == "a.png"


def test_new_mail_waits_where_answering_is_switched_off(pro, settings):
    settings.ANSWER_NEW_MAIL = False
    assert outcome(new_mail()) == ("quarantined", "no_ticket")


def test_the_same_new_mail_twice_opens_one_ticket(pro):
    assert [outcome(new_mail())[1], outcome(new_mail(X_Relay="b"))[1]] == ["opened", "duplicate"]
    assert (Ticket.objects.count(), IncomingEmail.objects.count()) == (1, 2)


def test_a_mail_that_names_a_ticket_in_its_subject_opens_no_other(pro):
    ticket = receive(new_mail()).ticket
    row = receive(new_mail(subject=f"[{ticket.reference.lower()}] again", mail_id="<2@x.example>"))
    assert (row.outcome, row.reason, row.ticket) == ("quarantined", "unproved", ticket)

"""What staff do with a mail that the rules left to them, and whom they let in from its copies."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import mail, receive
from tests.tickets.new_mail.conftest import new_mail
from tickets import actions
from tickets.actions import forgetting
from tickets.models import MailAlias, ReportKind, SenderAlias
from tickets.new_mail import hand_actions
from tickets.new_mail.copied import copied


def press(browser, row, what, **given):
    return browser.post(reverse(f"admin:tickets_incomingemail_{what}", args=[row.pk]), given)


@pytest.fixture
def desk(db):
    return cast.staff_browser(name="aki")


def test_staff_open_a_ticket_of_a_strangers_mail(desk):
    row = receive(new_mail(sender="Eve <eve@example.org>"))
    response = press(desk, row, "open")
    row.refresh_from_db()
    assert response.url.endswith(f"{row.ticket.reference}/change/")
    assert (row.outcome, row.reason, row.ticket.requester_email) == ("joined", "opened_by_hand", "eve@example.org")
    assert (row.ticket.rule, row.ticket.customer, row.ticket.identity) == ("", None, {})
    assert row.ticket.events.get(kind="email_joined").author == desk.user
    assert press(desk, row, "open").status_code == 409


def test_a_customer_is_known_by_an_address_that_is_vouched_for_alone(pro, aki):
    forged = receive(new_mail(checks="", text="One", mail_id="<1@x.example>"))
    proved = receive(new_mail(text="Two", mail_id="<2@x.example>", Precedence="bulk"))
    customers = [
        hand_actions.open_by_hand(incoming=row, author=aki, now=timezone.now()).customer for row in (forged, proved)
    ]
    assert customers == [None, pro]


def test_what_a_stranger_typed_is_mailed_to_nobody_before_they_answered(aki):
    row = receive(new_mail(sender="eve@example.org", text="BUY NOW"))
    ticket = hand_actions.open_by_hand(incoming=row, author=aki, now=timezone.now())
    reply = actions.reply(ticket=ticket, author=aki, body="Hello").emails.get()
    assert "BUY NOW" not in ticket.emails.get(kind="receipt").body + reply.body
    assert ticket.subject not in reply.subject


def test_a_mail_to_a_compliance_address_that_waited_becomes_a_report(aki, settings):
    settings.ANSWER_NEW_MAIL = False
    kind = ReportKind.objects.create(law="eu-dsa", key="illegal")
    MailAlias.objects.create(address="dsa@help.localhost", report_kind=kind)
    row = receive(new_mail(sender="eve@example.org", to="dsa@help.localhost"))
    assert hand_actions.open_by_hand(incoming=row, author=aki, now=timezone.now()).report.kind == kind


def test_the_same_person_joins_from_then_on(desk, ticket):
    sent = ticket.emails.get()
    row = receive(mail(sender="hana@home.example", to=sent.reply_to))
    page = desk.get(reverse("admin:tickets_incomingemail_change", args=[row.pk])).content.decode()
    assert ("hanako@example.com" in page, row.reason) == (True, "forged_address")
    assert press(desk, row, "same_person", person="hanako@example.com").status_code == 302
    alias = SenderAlias.objects.get()
    assert (alias.address, alias.person, alias.confirmed_by) == ("hana@home.example", "hanako@example.com", desk.user)
    later = receive(mail(sender="hana@home.example", to=sent.reply_to, mail_id="<2@x.example>", text="Again"))
    assert (later.outcome, later.ticket) == ("joined", ticket)


def test_nobody_is_made_somebody_who_isnt_on_the_ticket(desk, ticket):
    row = receive(mail(sender="hana@home.example", to=ticket.emails.get().reply_to))
    assert press(desk, row, "same_person", person="ken@example.com").status_code == 409
    assert not SenderAlias.objects.exists()


@pytest.mark.parametrize("what", ["open", "same_person"])
def test_who_may_only_read_changes_nothing(ticket, what):
    row = receive(mail(sender="hana@home.example", to=ticket.emails.get().reply_to))
    reader = cast.staff_browser(name="rea", groups=("readers",))
    assert press(reader, row, what, person="hanako@example.com").status_code == 403
    row.refresh_from_db()
    assert row.outcome == "quarantined"


def test_a_colleague_in_copy_is_let_in_by_one_press(desk, ticket):
    receive(
        mail(to=ticket.emails.get().reply_to, Cc="Ken <Ken@example.com>, no-reply@x.example, support@help.localhost")
    )
    address = reverse("admin:tickets_ticket_change", args=[ticket.reference])
    assert copied(ticket) == ["ken@example.com"]
    assert "ken@example.com" in desk.get(address).content.decode()
    add = reverse("admin:tickets_ticket_add_person", args=[ticket.reference])
    desk.post(add, {"email": "ken@example.com", "reason": "Was in copy of a mail on this ticket"})
    assert ticket.may_write("ken@example.com")
    assert copied(ticket) == []


def test_who_was_in_copy_of_a_mail_that_never_joined_isnt_shown(ticket):
    receive(mail(sender="eve@example.com", to=ticket.emails.get().reply_to, Cc="mallory@example.com"))
    assert copied(ticket) == []


def test_who_is_forgotten_leaves_no_address_of_theirs_behind(db):
    SenderAlias.objects.create(address="hana@home.example", person="Hanako@example.com")
    SenderAlias.objects.create(address="ken@home.example", person="ken@example.com")
    assert forgetting.forget_aliases(addresses=["hanako@example.com"]).total() == 1
    assert SenderAlias.objects.get().person == "ken@example.com"

"""A member asks: what they see, who gets mail, and what became of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Customer, ListedOwner
from api.telling import data_of
from messenger import tasks
from messenger.models import Packet
from messenger.packets.actions import asking, reminding
from messenger.packets.models import HOLDS_FOR, TOLD_AFTER
from tests import cast
from tests.messenger.packs import TEXT, packed, page, unsolved
from tests.messenger.steps import at
from tests.pictures import PDF
from tests.webhooks.conftest import make_endpoint
from tickets.models import Ticket
from webhooks.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]


def worked_off() -> None:
    """Lets the worker do what was enqueued."""
    for job in ProcrastinateJob.objects.filter(task_name__startswith="messenger.tell_", status="todo"):
        getattr(tasks, job.task_name.removeprefix("messenger."))(**job.args)
    ProcrastinateJob.objects.filter(task_name__startswith="messenger.tell_").delete()


def told() -> list[str]:
    return sorted(address for each in mail.outbox for address in each.to)


def test_a_member_asks_and_the_owners_of_their_organization_get_the_link(
    team_member: cast.Browser, team_owner: cast.Browser, enterprise_owner: cast.Browser
) -> None:
    row = unsolved(team_member)
    chat = team_member.get(at(row)).content.decode()
    assert "Ask an owner of my organization" in chat
    assert team_member.post(at(row, "pack"))["Location"] == at(row, "packet")
    assert TEXT in team_member.get(at(row, "packet")).content.decode()
    done = team_member.post(at(row, "ask-owner"), {"text": "The project is gone."}, follow=True)
    assert 'data-arrive data-once="asked">The owners of your organization get an email' in done.content.decode()
    assert "data-arrive" not in team_member.get(at(row, "packet")).content.decode(), "it has been said"
    worked_off()
    assert told() == ["team_owner@example.com"]
    packet = Packet.objects.get()
    assert page(packet) in mail.outbox[0].body
    assert "The project is gone." not in mail.outbox[0].body
    assert not Ticket.objects.exists()


def test_the_member_sees_no_address_of_an_owner(team_member: cast.Browser, team_owner: cast.Browser) -> None:
    packet = packed(team_member)
    worked_off()
    team_owner.post(page(packet, "send"), {"text": "Please look."})
    for address in (at(packet.conversation), at(packet.conversation, "packet")):
        html = team_member.get(address).content.decode()
        assert "team_owner@" not in html
        assert "Team Owner" not in html
    worked_off()
    (asked, sent) = mail.outbox
    assert (asked.to, sent.to) == (["team_owner@example.com"], ["team_member@example.com"])
    assert "team_owner" not in sent.body + sent.alternatives[0].content


def test_an_admin_of_a_team_is_no_owner_and_is_not_written_to(team_member: cast.Browser) -> None:
    cast.customer(person="team_owner")
    Customer.objects.filter(subject="team_owner").update(role="admin")
    packet = packed(team_member)
    worked_off()
    assert told() == []
    assert not packet.mailed


def test_in_the_console_it_is_the_admins(console_member: cast.Browser, console_admin: cast.Browser) -> None:
    row = unsolved(console_member, topic="api")
    assert "Ask an admin of my organization" in console_member.get(at(row)).content.decode()
    html = console_member.post(at(row, "ask-owner"), {"text": TEXT}, follow=True).content.decode()
    assert "The admins of your organization get an email" in html
    worked_off()
    assert told() == ["console_admin@example.com"]


def test_where_nobody_is_known_the_page_says_so_and_gives_the_link(team_member: cast.Browser) -> None:
    packet = packed(team_member)
    html = team_member.get(at(packet.conversation, "packet")).content.decode()
    assert "so nobody was written to" in html
    assert f'value="http://help.localhost:8000{page(packet)[:-1]}' in html


def test_those_whom_staff_entered_get_it_too_and_nobody_twice(
    team_member: cast.Browser, team_owner: cast.Browser
) -> None:
    organisation = team_member.visitor.customer.organisation
    for email in ("Team_Owner@example.com", "boss@example.com", "team_member@example.com"):
        ListedOwner.objects.create(organisation=organisation, email=email)
    packed(team_member)
    worked_off()
    assert told() == ["boss@example.com", "team_owner@example.com"]


def test_who_was_last_seen_as_an_owner_long_ago_is_not_written_to(
    team_member: cast.Browser, team_owner: cast.Browser
) -> None:
    Customer.objects.filter(subject="team_owner").update(claims_at=timezone.now() - timedelta(days=181))
    assert not packed(team_member).mailed


def test_pressed_twice_it_is_one_packet_and_one_mail(team_member: cast.Browser, team_owner: cast.Browser) -> None:
    row = unsolved(team_member)
    for _press in range(2):
        assert team_member.post(at(row, "ask-owner"), {"text": TEXT}).status_code == 302
    worked_off()
    assert Packet.objects.count() == 1
    assert told() == ["team_owner@example.com"]


def test_an_empty_question_is_asked_for(team_member: cast.Browser) -> None:
    row = unsolved(team_member)
    wrong = team_member.post(at(row, "ask-owner"), {"text": " "})
    assert wrong.status_code == 422
    assert not Packet.objects.exists()


def test_files_of_the_conversation_and_new_ones_go_along(team_member: cast.Browser) -> None:
    row = unsolved(team_member)
    file = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
    team_member.post(at(row, "ask-owner"), {"text": TEXT, "files": file})
    assert [str(each) for each in Packet.objects.get().files.all()] == ["plan.pdf"]


def test_what_was_typed_is_kept_when_it_was_asked_too_often(team_member: cast.Browser, limit) -> None:
    limit("packet", customer=1)
    packed(team_member)
    row = unsolved(team_member)
    refused = team_member.post(at(row, "ask-owner"), {"text": "Something else."})
    assert refused.status_code == 429
    assert "Something else." in refused.content.decode()


def test_an_owner_has_nobody_to_ask(team_owner: cast.Browser) -> None:
    row = unsolved(team_owner)
    assert team_owner.post(at(row, "ask-owner"), {"text": TEXT}).status_code == 409
    assert not Packet.objects.exists()


def test_a_login_that_names_no_organization_is_told_why(team_member: cast.Browser) -> None:
    row = unsolved(team_member)
    Customer.objects.filter(subject="team_member").update(organisation=None)
    assert "Ask an owner of my organization" not in team_member.get(at(row)).content.decode()
    refused = team_member.post(at(row, "ask-owner"), {"text": TEXT})
    assert refused.status_code == 409
    assert "which organization you belong to" in refused.content.decode()


def test_somebody_elses_conversation_is_not_there(team_member: cast.Browser, pro: cast.Browser) -> None:
    row = unsolved(team_member)
    for verb in ("ask-owner", "take-back"):
        assert pro.post(at(row, verb), {"text": "x"}).status_code == 404
        assert team_member.get(at(row, verb)).status_code == 405
    assert pro.get(at(row, "packet")).status_code == 404


def test_taken_back_the_link_opens_nothing_and_it_can_be_asked_again(
    team_member: cast.Browser, team_owner: cast.Browser
) -> None:
    packet = packed(team_member)
    done = team_member.post(at(packet.conversation, "take-back"), follow=True)
    assert 'data-arrive data-once="taken">You took your question back' in done.content.decode()
    assert team_owner.get(page(packet)).status_code == 410
    worked_off()
    assert told() == [], "the mail that was on its way isn't sent any more"
    team_member.post(at(packet.conversation, "ask-owner"), {"text": "Once more."})
    assert Packet.objects.open().get().text == "Once more."


def test_what_was_sent_on_can_not_be_taken_back(team_member: cast.Browser, team_owner: cast.Browser) -> None:
    packet = packed(team_member)
    team_owner.post(page(packet, "send"), {"text": TEXT})
    done = team_member.post(at(packet.conversation, "take-back"), follow=True)
    assert "An owner has sent your question" in done.content.decode()
    again = asking.ask(conversation=packet.conversation, visitor=team_member.visitor, text="Again", now=timezone.now())
    assert again.pk == packet.pk


def test_after_its_time_it_can_be_asked_again(team_member: cast.Browser) -> None:
    packet = packed(team_member)
    Packet.objects.update(expires_at=timezone.now())
    html = team_member.get(at(packet.conversation, "packet")).content.decode()
    assert "Nobody sent your question on" in html
    team_member.post(at(packet.conversation, "ask-owner"), {"text": "Once more."})
    assert Packet.objects.open().get().text == "Once more."


def test_after_three_days_the_member_is_told_once_that_nobody_sent_it(team_member: cast.Browser) -> None:
    packet = packed(team_member, locale="ja")
    assert reminding.remind(now=packet.created_at + TOLD_AFTER - timedelta(minutes=1)) == 0
    for _hour in range(2):
        reminding.remind(now=packet.created_at + TOLD_AFTER)
    worked_off()
    assert told() == ["team_member@example.com"]
    assert f"/ja/messenger/c/{packet.conversation.reference}/packet" in mail.outbox[0].body


def test_who_is_done_is_not_told_that_it_waits(team_member: cast.Browser, team_owner: cast.Browser) -> None:
    packet = packed(team_member)
    team_owner.post(page(packet, "send"), {"text": TEXT})
    assert reminding.remind(now=packet.created_at + HOLDS_FOR) == 0
    packet = packed(team_member, topic="subscription")
    asking.take_back(conversation=packet.conversation, visitor=team_member.visitor, now=timezone.now())
    assert reminding.remind(now=packet.created_at + HOLDS_FOR) == 0


def test_a_name_breaks_no_header_and_the_jobs_name_nobody(team_member: cast.Browser, team_owner: cast.Browser) -> None:
    team_member.visitor.name = "Mio\nBcc: all@example.com"
    packed(team_member)
    assert "@" not in str(list(ProcrastinateJob.objects.values_list("args", flat=True)))
    worked_off()
    assert "\n" not in mail.outbox[0].subject
    assert told() == ["team_owner@example.com"]


def test_programs_that_listen_are_told_what_an_owner_sent_on(
    team_member: cast.Browser, team_owner: cast.Browser
) -> None:
    endpoint = make_endpoint(owner=cast.staff(groups=("leads",)), url="https://hooks.example/")
    packet = packed(team_member)
    assert not Delivery.objects.exists()
    team_owner.post(page(packet, "send"), {"text": TEXT})
    told = {row.kind: data_of(endpoint, row) for row in Delivery.objects.all()}
    assert set(told) == {"ticket.created", "conversation.handed_over"}
    handover = told["conversation.handed_over"]
    assert handover is not None
    # The conversation is the member's and stays with them; the ticket is the owner's.
    assert handover["ticket"]["reference"] == Ticket.objects.get().reference
    assert (handover["conversation"]["reference"], handover["conversation"]["ticket"]) == (
        packet.conversation.reference,
        None,
    )

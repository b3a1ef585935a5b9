"""What a member asked their owners goes with the member, and their name comes off the owner's ticket."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import ListedOwner
from messenger.conversations.actions import forget_conversations
from messenger.models import Conversation, Packet
from privacy import exporting, tasks
from privacy.actions import erasing
from privacy.people import Person
from tests import cast
from tests.messenger.packs import TEXT, packed, page
from tests.pictures import PDF
from tickets.models import Participant, StoredFile, Ticket

pytestmark = pytest.mark.django_db
MEMBER, OWNER = "team_member@example.com", "team_owner@example.com"


def erased(address: str) -> dict[str, int]:
    person = Person.of_address(address)
    report = erasing.begin(person=person, staff=cast.staff(name="lead"), now=timezone.now())
    tasks.erase(**ProcrastinateJob.objects.get(task_name="privacy.erase").args)
    report.refresh_from_db()
    return report.counts


def test_erasing_the_member_deletes_the_packet_and_takes_them_off_the_ticket(
    team_member: cast.Browser, team_owner: cast.Browser
) -> None:
    packet = packed(team_member)
    team_owner.post(page(packet, "send"), {"text": TEXT})
    assert erased(MEMBER)["messenger.Packet"] == 1
    ticket = Ticket.objects.get()
    assert MEMBER not in str(ticket.details)
    assert not Participant.objects.exists()


def test_erasing_the_owner_leaves_the_members_conversation(team_member: cast.Browser, team_owner: cast.Browser) -> None:
    packet = packed(team_member)
    team_owner.post(page(packet, "send"), {"text": TEXT})
    ListedOwner.objects.create(organisation=packet.organisation, email=OWNER.upper())
    counts = erased(OWNER)
    assert (counts["tickets.Ticket"], counts["accounts.ListedOwner"]) == (1, 1)
    assert Conversation.objects.filter(pk=packet.conversation_id).exists()
    packet.refresh_from_db()
    assert packet.ticket is None
    assert packet.sent_at is not None


def test_a_rule_that_forgets_a_conversation_forgets_the_packet_with_what_waits_for_it(
    team_member: cast.Browser, team_owner: cast.Browser
) -> None:
    packet = packed(team_member)
    added = SimpleUploadedFile("mine.pdf", PDF, "application/pdf")
    team_owner.post(page(packet, "send"), {"text": "", "files": added})
    assert StoredFile.objects.count() == 1
    gone = forget_conversations(keys=[packet.conversation_id])
    assert (gone["messenger.Packet"], gone["tickets.StoredFile"]) == (1, 1)
    assert not Packet.objects.exists()


def test_an_export_of_the_member_has_what_they_asked(team_member: cast.Browser) -> None:
    packed(team_member, text="Only to my owners.")
    person = Person.of_address(MEMBER)
    assert person.counts()["messenger.Packet"] == 1
    [talk] = person.conversations
    assert exporting._conversation(talk)["asked_owners"][0]["text"] == "Only to my owners."

"""The link of a packet: who reads it, changes it and sends it on; and what it says to everybody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from accounts import actions as accounts_actions
from accounts.models import Customer, Visitor
from accounts.sign_in.claims import Claims
from messenger.conversations import actions as conversation_actions
from messenger.models import Packet, PacketDraft
from messenger.packets.actions import asking
from messenger.packets.models import HOLDS_FOR
from tests import cast
from tests.messenger.packs import TEXT, packed, page
from tests.messenger.steps import at
from tests.pictures import PDF
from tickets import actions as ticket_actions
from tickets.case_page.people import token_for
from tickets.models import OutgoingEmail, StoredFile, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
TYPED = {"text": "They can't open it, and neither can I.", "added": "SSO is on since Monday."}


@pytest.fixture
def packet(team_member: cast.Browser) -> Packet:
    return packed(team_member)


def pdf(name: str = "mine.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + name.encode(), "application/pdf")


def says(response, words: str, status: int) -> None:
    html = response.content.decode()
    assert words in html
    assert response.status_code == status
    assert not Ticket.objects.exists()


# --- an owner ---


def test_an_owner_reads_it_changes_it_and_sends_it_on(team_owner: cast.Browser, packet: Packet) -> None:
    html = team_owner.get(page(packet)).content.decode()
    for words in (TEXT, "Team Member", "Their conversation with Fin", "team_member@example.com"):
        assert words in html
    done = team_owner.post(page(packet, "send"), TYPED, follow=True)
    ticket = Ticket.objects.get()
    assert ticket.reference in done.content.decode()
    assert done.status_code == 200
    assert (ticket.requester_email, ticket.rule) == ("team_owner@example.com", "org_owner")
    assert [str(each.email) for each in ticket.participants.all()] == ["team_member@example.com"]
    body = ticket.messages.get().body
    assert TYPED["text"] in body
    assert "Added by Team Owner:\nSSO is on since Monday." in body
    assert ticket.details[0]["value"] == "Team Member <team_member@example.com>"
    assert [turn["author"] for turn in ticket.transcript] == ["person", "fin"]
    assert ticket.consent is None, "it is the member's, and stays with their conversation"
    assert OutgoingEmail.objects.get().to_email == "team_owner@example.com"


def test_an_answer_reaches_both(team_owner: cast.Browser, packet: Packet) -> None:
    team_owner.post(page(packet, "send"), TYPED)
    ticket_actions.reply(ticket=Ticket.objects.get(), author=cast.staff(), body="Switch it off and on.")
    sent = OutgoingEmail.objects.filter(kind="reply").values_list("to_email", flat=True)
    assert sorted(sent) == ["team_member@example.com", "team_owner@example.com"]


def test_files_of_both_are_on_the_ticket(team_member: cast.Browser, team_owner: cast.Browser, packet: Packet) -> None:
    asking.take_back(conversation=packet.conversation, visitor=team_member.visitor, now=timezone.now())
    team_member.post(at(packet.conversation, "ask-owner"), {"text": TEXT, "files": pdf("theirs.pdf")})
    packet = Packet.objects.open().get()
    wrong = team_owner.post(page(packet, "send"), {"text": "", "added": "kept", "files": [pdf(), pdf("other.pdf")]})
    assert wrong.status_code == 422
    assert "kept" in wrong.content.decode()
    key = StoredFile.objects.get(name="other.pdf").key
    team_owner.post(page(packet, "remove"), {**TYPED, "file": key})
    assert TYPED["added"] in team_owner.get(page(packet)).content.decode(), "beside the file that was removed"
    theirs = StoredFile.objects.get(name="theirs.pdf")
    assert team_owner.get(page(packet, f"files/{theirs.key}"))["Location"].startswith("/files/")
    team_owner.post(page(packet, "send"), TYPED)
    files = Ticket.objects.get().messages.get().attachments.values_list("name", flat=True)
    assert list(files) == ["theirs.pdf", "mine.pdf"]


def test_a_file_is_nobody_elses(pro: cast.Browser, team_member: cast.Browser, packet: Packet) -> None:
    team_member.post(at(packet.conversation, "take-back"))
    team_member.post(at(packet.conversation, "ask-owner"), {"text": TEXT, "files": pdf()})
    packet = Packet.objects.open().get()
    address = page(packet, f"files/{StoredFile.objects.get().key}")
    for browser in (pro, team_member, cast.Browser()):
        assert browser.get(address)["Location"] == page(packet)


def test_in_the_console_an_admin_does(console_member: cast.Browser, console_admin: cast.Browser) -> None:
    packet = packed(console_member, topic="api")
    console_admin.post(page(packet, "send"), TYPED)
    assert Ticket.objects.get().rule == "console_admin"


def test_looking_changes_nothing_and_only_posts_do(team_owner: cast.Browser, packet: Packet) -> None:
    for verb in ("send", "remove"):
        assert team_owner.get(page(packet, verb)).status_code == 405
    team_owner.get(page(packet))
    assert Packet.objects.get().sent_at is None
    assert team_owner.get(page(packet))["Referrer-Policy"] == "strict-origin"


def test_secrets_are_hidden_in_what_is_kept_and_sent(team_owner: cast.Browser, packet: Packet) -> None:
    key = "sk-ant-api03-" + "a1B2c3D4" * 5
    team_owner.post(page(packet, "send"), {"text": f"My key is {key}", "added": key})
    assert key not in Ticket.objects.get().messages.get().body


def test_with_rights_of_long_ago_it_asks_once_more_and_keeps_what_was_typed(
    team_owner: cast.Browser, packet: Packet
) -> None:
    Customer.objects.filter(subject="team_owner").update(claims_at=timezone.now() - timedelta(hours=2))
    refused = team_owner.post(page(packet, "send"), TYPED)
    says(refused, "Confirm at claude.localhost and come back", 409)
    assert TYPED["added"] in team_owner.get(page(packet)).content.decode()


def test_past_the_limit_nothing_is_lost(team_owner: cast.Browser, packet: Packet, limit) -> None:
    limit("press", customer=0)
    refused = team_owner.post(page(packet, "send"), TYPED)
    says(refused, TYPED["added"], 429)


# --- everybody else ---


def test_who_is_not_logged_in_learns_nothing_and_keeps_what_they_typed(
    team_owner: cast.Browser, packet: Packet
) -> None:
    stranger = cast.Browser()
    html = stranger.get(page(packet)).content.decode()
    assert "/sign-in/claude.localhost" in html
    for words in (TEXT, "Team Member", "team_member@"):
        assert words not in html
    # The login ran out while somebody wrote.
    says(stranger.post(page(packet, "send"), TYPED), TYPED["added"], 409)
    visit = Visitor.objects.get(customer=None)
    owner = team_owner.visitor.customer
    claims = Claims(
        subject=owner.subject,
        email=owner.email,
        product="claude",
        issued_at=timezone.now(),
        expires_at=timezone.now(),
        plan="team",
        role="owner",
        organisation="team",
    )
    _visit, token = accounts_actions.sign_in(visitor=visit, domain=cast.domain(), claims=claims, now=timezone.now())
    stranger.cookies["visitor"] = token
    assert TYPED["added"] in stranger.get(page(packet)).content.decode()


def test_a_mere_member_is_told_who_can(team_member: cast.Browser, packet: Packet) -> None:
    says(team_member.get(page(packet)), "Only a primary owner or owner of your organization", 403)
    says(team_member.post(page(packet, "send"), TYPED), "SSO is on since Monday.", 409)


def test_an_admin_of_a_team_is_a_mere_member(team_owner: cast.Browser, packet: Packet) -> None:
    Customer.objects.filter(subject="team_owner").update(role="admin")
    says(team_owner.get(page(packet)), "admins can't", 403)


def test_a_member_of_the_console_is_told_of_its_admins(console_member: cast.Browser) -> None:
    packet = packed(console_member, topic="api")
    says(console_member.get(page(packet)), "Only an admin of your Console organization", 403)


def test_another_organizations_owner_reads_nothing(enterprise_owner: cast.Browser, packet: Packet) -> None:
    page_of = enterprise_owner.get(page(packet))
    says(page_of, "belongs to another organization", 403)
    assert TEXT not in page_of.content.decode()
    says(enterprise_owner.post(page(packet, "send"), TYPED), "SSO is on since Monday.", 409)


def test_at_the_legacy_domain_it_says_where_to_log_in(legacy_admin: cast.Browser, console_member: cast.Browser) -> None:
    packet = packed(console_member, topic="api")
    says(legacy_admin.get(page(packet)), "/sign-in/platform.localhost", 200)
    says(legacy_admin.post(page(packet, "send"), TYPED), "SSO is on since Monday.", 409)


def test_after_its_time_it_says_so(team_owner: cast.Browser, packet: Packet) -> None:
    Packet.objects.update(expires_at=packet.created_at)
    says(team_owner.get(page(packet)), "This link has run out", 410)
    says(team_owner.post(page(packet, "send"), TYPED), "SSO is on since Monday.", 409)
    assert timedelta(days=14) == HOLDS_FOR, "as the pages and mails say"


def test_taken_back_it_says_so(team_member: cast.Browser, team_owner: cast.Browser, packet: Packet) -> None:
    team_member.post(at(packet.conversation, "take-back"))
    says(team_owner.get(page(packet)), "has taken this back", 410)
    says(team_owner.post(page(packet, "send"), TYPED), "SSO is on since Monday.", 409)


def test_used_it_says_so_and_to_owners_which_ticket_it_became(team_owner: cast.Browser, packet: Packet) -> None:
    team_owner.post(page(packet, "send"), TYPED)
    reference = Ticket.objects.get().reference
    again = team_owner.post(page(packet, "send"), {**TYPED, "text": "Twice"})
    assert (again.status_code, Ticket.objects.count()) == (409, 1)
    assert "Twice" in again.content.decode()
    other = cast.Browser()
    customer = cast.customer(person="team_owner")
    Customer.objects.filter(pk=customer.pk).update(subject="first_owner")
    other.cookies["visitor"] = cast.visitor(person="team_owner")[1]
    used = other.get(page(packet))
    assert used.status_code == 410
    assert reference in used.content.decode()
    assert "team_owner@" not in used.content.decode().replace(customer.email, "", 1)
    for browser in (cast.Browser(), cast.browser(person="enterprise_owner")):
        html = browser.get(page(packet)).content.decode()
        assert "The link works once." in html
        assert reference not in html


@pytest.mark.parametrize("token", ["nonsense", "abc.def", "a" * 500])
def test_what_is_no_link_of_ours_says_so_and_loses_nothing(team_owner: cast.Browser, token: str) -> None:
    address = f"/en/messenger/packet/{token}/"
    says(team_owner.get(address), "This link opens nothing", 404)
    says(team_owner.post(f"{address}send", TYPED), "SSO is on since Monday.", 404)


def test_a_changed_link_is_no_link(team_owner: cast.Browser, packet: Packet) -> None:
    address = page(packet)
    assert team_owner.get(address[:-2] + ("A/" if address[-2] != "A" else "B/")).status_code == 404


def test_with_its_conversation_the_packet_goes(
    team_member: cast.Browser, team_owner: cast.Browser, packet: Packet
) -> None:
    conversation_actions.delete(conversation=packet.conversation, visitor=team_member.visitor)
    says(team_owner.get(page(packet)), "This link opens nothing", 404)


def test_from_the_mails_case_page_it_opens_in_the_messenger(team_owner: cast.Browser, packet: Packet) -> None:
    team_owner.post(page(packet, "send"), TYPED)
    ticket = Ticket.objects.get()
    token = token_for(ticket, ticket.requester_email)
    assert team_owner.get(f"/en/messenger/case/{token}")["Location"] == f"/en/messenger/cases/{ticket.reference}/"
    assert "messenger=elsewhere" in cast.Browser().get(f"/en/messenger/case/{token}")["Location"]


def test_who_may_forward_it_themselves_by_now_needs_nobody(
    team_member: cast.Browser, team_owner: cast.Browser, packet: Packet
) -> None:
    Customer.objects.filter(subject="team_member").update(role="owner")
    team_member.post(at(packet.conversation, "hand-over"))
    assert Ticket.objects.get().requester_email == "team_member@example.com"
    assert team_owner.get(page(packet)).status_code == 410


def test_another_site_can_not_send_it(team_owner: cast.Browser, packet: Packet) -> None:
    headers = {"Origin": "https://evil.example"}
    assert team_owner.post(page(packet, "send"), TYPED, headers=headers).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_owners_at_once_make_one_ticket(team_member: cast.Browser, team_owner: cast.Browser) -> None:
    packet = packed(team_member)

    def press(_number: int) -> int:
        try:
            return team_owner.post(page(packet, "send"), TYPED).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(press, range(4)))
    assert answers == [302, 409, 409, 409]
    assert Ticket.objects.count() == 1
    assert not PacketDraft.objects.exists()

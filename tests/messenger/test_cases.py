"""The organization's cases in the messenger: who reads which, and who writes on them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Customer
from tests import cast
from tests.messenger.packs import TEXT, packed, page
from tests.messenger.steps import at, forwarded
from tests.pictures import PDF
from tickets import actions
from tickets.case_page import actions as case_actions
from tickets.case_page.people import Person
from tickets.models import Attachment, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
LIST = "/en/messenger/cases"


def case(ticket: Ticket, verb: str = "") -> str:
    return f"{LIST}/{ticket.reference}/{verb}"


def other_owner() -> cast.Browser:
    """A second owner of the same Team organization."""
    Customer.objects.filter(subject="team_owner").update(subject="first_owner")
    browser = cast.browser(person="team_owner")
    changed = {"email": "second@example.com", "name": "Second Owner"}
    Customer.objects.filter(subject="team_owner").update(**changed)
    type(browser.visitor).objects.filter(pk=browser.visitor.pk).update(**changed)
    return browser


@pytest.fixture
def ticket(team_member: cast.Browser, team_owner: cast.Browser) -> Ticket:
    """What a member asked and an owner sent on."""
    team_owner.post(page(packed(team_member), "send"), {"text": TEXT})
    return Ticket.objects.get()


def test_owners_see_what_was_written_in_the_name_of_their_organization(
    ticket: Ticket, team_owner: cast.Browser
) -> None:
    own = forwarded(team_owner, text="My own question")
    assert "Cases of my organization" in team_owner.get("/en/messenger/").content.decode()
    html = other_owner().get(LIST).content.decode()
    for words in (ticket.reference, "Team Member", own.ticket.reference, "Team Owner"):
        assert words in html
    # What one wrote oneself goes on in its conversation.
    assert f"{at(own)}?" in team_owner.get(LIST).content.decode()


def test_the_member_sees_the_case_they_are_on_and_no_other_and_no_address(
    ticket: Ticket, team_member: cast.Browser, team_owner: cast.Browser
) -> None:
    own = forwarded(team_owner)
    html = team_member.get(LIST).content.decode() + team_member.get(case(ticket)).content.decode()
    assert ticket.reference in html
    assert own.ticket.reference not in html
    assert "team_owner@" not in html
    assert team_member.get(case(own.ticket)).status_code == 404
    packet_page = at(ticket.packet.conversation, "packet")
    assert case(ticket) in team_member.get(packet_page).content.decode()


def test_nobody_else_sees_any(ticket: Ticket, pro: cast.Browser, enterprise_owner: cast.Browser) -> None:
    team_admin = cast.browser(person="team_member")
    Customer.objects.filter(subject="team_member").update(email="x@example.com", role="admin")
    type(team_admin.visitor).objects.filter(pk=team_admin.visitor.pk).update(email="x@example.com")
    for browser in (cast.Browser(), pro, enterprise_owner, team_admin):
        assert ticket.reference not in browser.get(LIST).content.decode()
        refused = browser.post(case(ticket, "write"), {"text": "Let me in"})
        assert (browser.get(case(ticket)).status_code, refused.status_code) == (404, 404)
        assert "Let me in" in refused.content.decode()
    assert "Let me in" not in str(list(Message.objects.values_list("body", flat=True)))


def test_what_is_somebodys_own_account_is_in_nobodys_name(team_owner: cast.Browser) -> None:
    row = forwarded(team_owner, topic="delete-account")
    assert row.ticket is None or row.ticket.organisation is None
    locked = forwarded(team_owner, topic="locked-out-deletion")
    assert locked.ticket.organisation is None
    assert locked.ticket.reference not in other_owner().get(LIST).content.decode()


def test_at_the_legacy_domain_there_are_none(legacy_admin: cast.Browser, console_admin: cast.Browser) -> None:
    own = forwarded(console_admin, topic="api")
    assert own.ticket.organisation is not None
    assert legacy_admin.get(case(own.ticket)).status_code == 404


def test_another_owner_who_writes_hears_of_the_answers_from_then_on(ticket: Ticket) -> None:
    second = other_owner()
    assert "second@example.com" in second.get(case(ticket)).content.decode()
    assert second.post(case(ticket, "write"), {"text": " "}).status_code == 422
    submission = "945dd34d-f881-5f9a-bd8f-4ab8f14a157d"
    for _press in range(2):
        sent = second.post(case(ticket, "write"), {"text": "It is urgent.", "submission": submission})
    assert sent["Location"].startswith(f"{case(ticket)}#s")
    message = ticket.messages.get(body="It is urgent.")
    assert (message.author_name, message.channel) == ("Second Owner", "messenger")
    actions.reply(ticket=ticket, author=cast.staff(), body="Done.")
    told = ticket.emails.filter(kind="reply").values_list("to_email", flat=True)
    assert sorted(told) == ["second@example.com", "team_member@example.com", "team_owner@example.com"]
    html = second.get(case(ticket)).content.decode()
    assert "Done." in html
    assert "get every answer by email from then on" not in html


def test_past_the_limit_the_words_stay(ticket: Ticket, team_owner: cast.Browser, limit) -> None:
    limit("write", customer=0)
    refused = team_owner.post(case(ticket, "write"), {"text": "Again"})
    assert refused.status_code == 429
    assert "Again" in refused.content.decode()


def test_what_goes_on_after_the_end_is_the_same_case(ticket: Ticket, team_owner: cast.Browser) -> None:
    actions.change_status(ticket=ticket, author=cast.staff(), event="close")
    team_owner.post(case(ticket, "write"), {"text": "It is back."})
    later = Ticket.objects.get(follows=ticket)
    assert later.organisation == ticket.organisation
    html = team_owner.get(case(later)).content.decode()
    for words in (TEXT, "It is back.", later.reference):
        assert words in html
    assert team_owner.get(LIST).content.decode().count(f"{LIST}/HC") == 1


def test_notes_among_staff_are_not_read_and_files_are(
    team_member: cast.Browser, team_owner: cast.Browser, pro: cast.Browser
) -> None:
    sent = {"text": TEXT, "files": SimpleUploadedFile("plan.pdf", PDF, "application/pdf")}
    team_owner.post(page(packed(team_member), "send"), sent)
    ticket = Ticket.objects.get()
    actions.add_note(ticket=ticket, author=cast.staff(), body="only among us")
    html = team_owner.get(case(ticket)).content.decode()
    assert "only among us" not in html
    file = case(ticket, f"files/{Attachment.objects.get().file.key}")
    assert file in html
    assert team_owner.get(file)["Location"].startswith("/files/")
    assert pro.get(file).status_code == 404


def test_who_stopped_the_case_reads_it_here_no_more(ticket: Ticket, team_member: cast.Browser) -> None:
    person = Person("", "team_member@example.com", is_requester=False)
    case_actions.stop_link(ticket=ticket, person=person, now=timezone.now())
    assert team_member.get(case(ticket)).status_code == 404


def test_writing_is_a_post_of_our_own_pages(ticket: Ticket, team_owner: cast.Browser) -> None:
    assert team_owner.get(case(ticket, "write")).status_code == 405
    foreign = team_owner.post(case(ticket, "write"), {"text": "x"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403

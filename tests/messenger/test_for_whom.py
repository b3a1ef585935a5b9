"""An owner or admin writes for a member: chosen where the conversation is forwarded, in every topic."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from accounts.models import Customer
from messenger.models import Conversation, FieldText, Topic, TopicField
from tests import cast
from tests.messenger.steps import at, chatting
from tests.messenger.test_packets import worked_off
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
MEMBER = {"written_for": "member", "member_email": "mio@example.com"}


def unsolved(browser: cast.Browser, topic: str = "billing") -> Conversation:
    row = chatting(browser, topic=topic)
    browser.post(at(row, "not-solved"))
    return row


def test_in_every_topic_an_owner_is_asked_for_whom(team_owner: cast.Browser) -> None:
    for slug in Topic.objects.exclude(kind="cant_log_in").exclude(product="console").values_list("slug", flat=True):
        row = unsolved(team_owner, slug)
        assert 'name="written_for" value="member"' in team_owner.get(at(row)).content.decode(), slug


@pytest.mark.parametrize("person", ["pro", "free"])
def test_who_has_no_members_is_not_asked_and_can_not_say_so(person: str) -> None:
    browser = cast.browser(person=person)
    row = unsolved(browser, "delete-account")
    assert "written_for" not in browser.get(at(row)).content.decode()
    Conversation.objects.filter(pk=row.pk).update(tried_self_service=True)
    browser.post(at(row, "hand-over"), MEMBER)
    assert not Ticket.objects.get().participants.exists()


def test_the_member_is_on_the_ticket_and_is_told(team_owner: cast.Browser) -> None:
    row = unsolved(team_owner)
    team_owner.post(at(row, "hand-over"), MEMBER)
    ticket = Ticket.objects.get()
    assert ticket.participants.get().email == "mio@example.com"
    assert ticket.requester_email == "team_owner@example.com"
    assert ticket.details[0] == {
        "label": "On behalf of",
        "value": "mio@example.com",
        "key": "member_email",
        "choice": "",
    }
    worked_off()
    [told] = mail.outbox
    assert told.to == ["mio@example.com"]
    assert "Team Owner (Team) has written to our Product Support team for you." in told.body
    assert row.text not in told.body
    case = re.search(r"http://help\.localhost:8000(/en/case/\S+)", told.body)[1]
    assert cast.Browser().get(case).status_code == 200


def test_about_a_member_who_needn_t_know_nobody_is_told(team_owner: cast.Browser) -> None:
    team_owner.post(at(unsolved(team_owner), "hand-over"), {**MEMBER, "untold": "1"})
    ticket = Ticket.objects.get()
    assert not ticket.participants.exists()
    assert [line["value"] for line in ticket.details] == ["mio@example.com", "No"]
    worked_off()
    assert mail.outbox == []


def test_for_oneself_nobody_joins_whatever_stands_in_the_other_field(team_owner: cast.Browser) -> None:
    team_owner.post(at(unsolved(team_owner), "hand-over"), {"written_for": "me", "member_email": "not an address"})
    assert not Ticket.objects.get().participants.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Fill this in."),
        ("nobody", "Enter a valid email address."),
        ("Team_Owner@example.com", "This is your own address."),
    ],
)
def test_a_wrong_address_is_asked_for_again(team_owner: cast.Browser, typed: str, words: str) -> None:
    row = unsolved(team_owner)
    sent = {"written_for": "member", "member_email": typed, "untold": "1", "text": "in the composer"}
    wrong = team_owner.post(at(row, "hand-over"), sent)
    html = wrong.content.decode()
    assert wrong.status_code == 422
    assert words in html
    assert f'value="{typed}"' in html
    assert 'name="untold" value="1" form="composer" checked' in html
    assert "in the composer" in html
    assert not Ticket.objects.exists()


def test_what_was_chosen_outlasts_the_question_who_it_is_and_another_button(team_owner: cast.Browser) -> None:
    row = unsolved(team_owner)
    Customer.objects.update(claims_at=timezone.now() - timedelta(hours=2))
    assert team_owner.post(at(row, "hand-over"), MEMBER).status_code == 409
    assert 'value="mio@example.com"' in team_owner.get(at(row)).content.decode()
    team_owner.post(at(row, "not-solved"), {**MEMBER, "member_email": "jun@example.com"})
    Customer.objects.update(claims_at=timezone.now())
    team_owner.post(at(row, "hand-over"))
    assert Ticket.objects.get().participants.get().email == "jun@example.com"


def test_a_member_that_the_details_name_is_filled_in(team_owner: cast.Browser) -> None:
    row = unsolved(team_owner, "team")
    row.refresh_from_db()
    named = {"key": "member_email", "label": "Member", "value": "mio@example.com", "proof": False}
    Conversation.objects.filter(pk=row.pk).update(details={"rows": [named]})
    assert 'value="mio@example.com"' in team_owner.get(at(row)).content.decode()
    team_owner.post(at(row, "hand-over"))
    assert Ticket.objects.get().participants.get().email == "mio@example.com"
    assert len(Ticket.objects.get().details) == 1


def test_no_shipped_topic_asks_for_the_member_in_the_details_as_well() -> None:
    assert not TopicField.objects.filter(on_behalf=True).exists()
    assert not TopicField.objects.filter(key="member_email").exists()


def test_an_upgrade_takes_the_shipped_field_off_and_leaves_one_that_staff_changed() -> None:
    upgrade = import_module("tickets.migrations.0101_member_asked_once")
    for slug, hints in upgrade._HINTS.items():
        topic = Topic.objects.get(slug=slug)
        field = TopicField.objects.create(topic=topic, key="member_email", kind="email", on_behalf=True)
        for locale, hint in hints.items():
            FieldText.objects.create(field=field, locale=locale, label=upgrade._LABELS[locale], hint=hint)
    FieldText.objects.filter(field__topic__slug="team", locale="en").update(hint="Of your colleague")
    upgrade.drop(apps, None)
    assert TopicField.objects.get(key="member_email").topic.slug == "team"

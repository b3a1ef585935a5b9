"""Each desk's records in our words, and what of its macros can be said here."""

import io

import pytest

from moving.lookup import Lookup
from moving.streams import of_xml
from moving.values import BrokenError, SkippedError, moment
from moving.vendors import DESKS
from moving.vendors.placeholders import marked, translated
from tests.moving.samples import FRESHDESK_XML, INTERCOM, ZENDESK, ZENDESK_TICKET
from tickets.macros import variables
from tickets.workflow import Status

KNOWN = {"ticket.requester.name": "person.name", "first_name": "person.first_name"}
CONVERSATION = INTERCOM["conversations/1295.json"][0]


@pytest.fixture
def lookup():
    with Lookup() as made:
        for raw in ZENDESK["users.json"]:
            made.know_people(DESKS["zendesk"].people(raw))
        yield made


def zendesk(lookup, **changes):
    return DESKS["zendesk"].case({**ZENDESK_TICKET, **changes}, lookup)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("new", "new"), ("open", "open"), ("pending", "pending"), ("hold", "on_hold"), ("solved", "solved")],
)
def test_zendesks_statuses(lookup, theirs, ours):
    assert zendesk(lookup, status=theirs).status == ours


def test_a_zendesk_ticket_knows_who_wrote_what(lookup):
    case = zendesk(lookup)
    assert [(each.author.name, each.is_note, each.by_team) for each in case.comments] == [
        ("Hanako Yamada", False, False),
        ("Aki", True, True),
        ("Former Agent", False, True),
    ]
    assert case.comments[0].body == "It has the wrong tax number.\n\nSee it <https://shop.example/i/7>"
    assert case.copied == [("Taro", "taro@example.com")]
    assert "Field 27642: 745" in case.told
    assert not [line for line in case.told if "27648" in line]


def test_comments_may_stand_in_a_file_of_their_own(lookup):
    lookup.know_comments([("35436", {"author_id": 1, "body": "From beside.", "created_at": "2026-05-04T09:00:00Z"})])
    assert [each.body for each in zendesk(lookup, comments=None).comments] == ["From beside."]


def test_people_within_the_ticket_are_read_where_there_is_no_file_of_them():
    requester = {"id": 1, "name": "Mei", "email": "mei@example.com", "role": "end-user"}
    with Lookup() as empty:
        assert zendesk(empty, requester=requester).requester.email == "mei@example.com"


@pytest.mark.parametrize(
    ("changes", "error"), [({"status": "deleted"}, SkippedError), ({"created_at": "?"}, BrokenError)]
)
def test_what_is_no_ticket_of_zendesk_is_said(lookup, changes, error):
    with pytest.raises(error):
        zendesk(lookup, **changes)


def intercom(**changes):
    with Lookup() as made:
        made.know_people(DESKS["intercom"].people(INTERCOM["contacts.json"][0]["data"][0] | {"type": "contact"}))
        made.know_people(DESKS["intercom"].people(INTERCOM["admins.json"][0]["admins"][0]))
        return DESKS["intercom"].case({**CONVERSATION, **changes}, made)


def test_an_intercom_conversation_has_its_parts_with_words():
    case = intercom()
    assert [(each.body, each.is_note, each.by_team) for each in case.comments] == [
        ("Where is my parcel?", False, False),
        ("Look it up", True, True),
        ("On its way.", False, True),
        ("It arrived.", False, True),
    ]
    assert (case.subject, case.status, case.priority) == ("Where is my parcel?", Status.SOLVED, 30)
    assert (case.solved_at, case.assignee.email) == (moment(1777890000), "aki@help.localhost")
    assert [line for line in case.told if line] == ["Channel: conversation", "Plan: Gold", "Rated: 5 of 5 Thanks"]


def test_an_intercom_message_that_nobody_answered_is_no_ticket():
    source = CONVERSATION["source"] | {"author": {"type": "admin", "id": "493881"}, "delivered_as": "campaign"}
    with pytest.raises(SkippedError):
        intercom(source=source, conversation_parts={})


def test_an_admin_and_a_contact_of_the_same_id_are_two():
    people = DESKS["intercom"].people
    [admin], [contact] = people({"type": "admin", "id": "5"}), people({"type": "contact", "id": "5"})
    assert admin.id != contact.id
    assert (admin.is_agent, contact.is_agent) == (True, False)


def test_an_agent_stays_one_whatever_another_file_says():
    with Lookup() as made:
        made.know_people(DESKS["freshdesk"].people({"id": 1, "user_id": 70, "user": {"name": "Aki", "email": "a@b.c"}}))
        made.know_people(DESKS["freshdesk"].people({"id": 70, "name": "Aki Sato", "email": "a@b.c"}))
        assert made.person("70").is_agent
        assert made.person("70").name == "Aki Sato"


def test_a_freshdesk_ticket_in_xml():
    [(_name, raw), (_other, spam)] = of_xml(io.BytesIO(FRESHDESK_XML.encode()))
    with Lookup() as made:
        made.know_people(DESKS["freshdesk"].people({"id": 70, "name": "Aki", "email": "a@b.c", "helpdesk_agent": True}))
        case = DESKS["freshdesk"].case(raw, made)
        with pytest.raises(SkippedError, match="spam"):
            DESKS["freshdesk"].case(spam, made)
    assert (case.id, case.number, case.status, case.priority) == ("9001", "17", Status.OPEN, 40)
    assert [(each.body, each.by_team) for each in case.comments] == [
        ("It eats paper.", False),
        ("Look at tray 2.", True),
        ("Still.", False),
    ]
    assert (case.copied, case.tags) == ([("Taro", "taro@example.com")], ["hardware"])
    assert "cf_floor: 3rd" in case.told


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Hi {{ticket.requester.name}}!", "Hi {{ person.name }}!"),
        ("Hi {{first_name | fallback: 'there'}}", "Hi {{ person.first_name | there }}"),
        ('Hi {{first_name|fallback:"there"}}', "Hi {{ person.first_name | there }}"),
        ("At {{ticket.url}}", "At [[ticket.url]]"),
        ("a }} b {{ c", "a } } b { { c"),
        ("{{first_name | fallback: '}'}}", "{{ person.first_name }}"),
    ],
)
def test_places_of_macros_are_translated_or_marked_and_can_be_saved(theirs, ours):
    made = translated(theirs, KNOWN)
    assert made == ours
    assert variables.problems(made) == []


def test_what_was_not_known_is_named_and_conditions_are_refused():
    assert marked(translated("{{ticket.url}} {{dc.hello}}", KNOWN)) == ["ticket.url", "dc.hello"]
    with pytest.raises(SkippedError):
        translated("{% if ticket %}a{% endif %}", KNOWN)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-05-04T09:00:00Z", "2026-05-04T09:00:00+00:00"),
        ("2026-05-04 09:00:00 UTC", "2026-05-04T09:00:00+00:00"),
        ("2026-05-04T09:00:00", "2026-05-04T09:00:00+00:00"),
        (1777885200, "2026-05-04T09:00:00+00:00"),
        ("2026-05-04T14:30:00+05:30", "2026-05-04T14:30:00+05:30"),
    ],
)
def test_times_as_the_desks_write_them(written, utc):
    assert moment(written).isoformat() == utc


@pytest.mark.parametrize("written", [None, "", "yesterday", True, 10**30, "0000-00-00"])
def test_what_is_no_time_is_none(written):
    assert moment(written) is None

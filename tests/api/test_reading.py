"""Programs read what their owner sees on the desk, page by page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.api.conftest import V1, Program
from tests.helpcenter.shelf import publish
from tests.messenger.conftest import topics as topics  # the fixture
from tests.messenger.steps import chatting, forwarded
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.actions import desk_settings
from tickets.models import Macro, MacroText, Message, Tag, Ticket
from tickets.models.topics import Priority
from tickets.workflow import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics")]


def references(program, **query):
    return [row["reference"] for row in program.read("/tickets", **query)["items"]]


def pages(program, path, **query):
    """All rows of a list, as many a page as the query says, and how many pages there were."""
    rows, count, cursor = [], 0, None
    while count == 0 or cursor:
        page = program.read(path, **query, **({"cursor": cursor} if cursor else {}))
        rows += page["items"]
        cursor, count = page["next_cursor"], count + 1
    return rows, count


def test_a_ticket_is_told_whole_but_for_its_proof(program):
    ticket = open_ticket(proof={"Last four digits": "1234"})
    actions.tag(ticket=ticket, author=cast.staff(name="root", superuser=True), name="refund")
    told = program.read(f"/tickets/{ticket.reference}")
    assert told["subject"] == "The cancel button is missing"
    assert told["status"] == "new"
    assert told["priority"] == "normal"
    assert told["requester"] == {"name": "Hanako Yamada", "email": "hanako@example.com", "person": None}
    assert told["known"] == {"product": "claude", "plan": "pro", "role": "", "domain": "claude.localhost"}
    assert told["details"] == [{"key": "", "label": "Bought in", "value": "iPhone app"}]
    assert told["tags"] == ["refund"]
    assert told["url"] == f"http://help.localhost:8000/admin/tickets/ticket/{ticket.reference}/change/"
    assert "1234" not in str(told)


def test_what_was_said_comes_in_order_with_notes_and_files(program):
    ticket = open_ticket()
    actions.add_note(ticket=ticket, author=program.user, body="Look at the account.")
    actions.reply(ticket=ticket, author=program.user, body="It is under Settings.")
    page = program.read(f"/tickets/{ticket.reference}/messages")
    assert [(row["kind"], row["body"]) for row in page["items"]] == [
        ("customer", "I can't find the button."),
        ("note", "Look at the account."),
        ("reply", "It is under Settings."),
    ]
    assert page["items"][1]["author"] == {"id": program.user.pk, "name": "aki"}
    assert page["next_cursor"] is None


@pytest.mark.parametrize("sort", [None, "updated", "quiet", "newest", "oldest", "due", "priority"])
@pytest.mark.parametrize("view", ["all", "unsolved"])
def test_pages_bring_every_ticket_once_in_the_order_of_the_desk(program, sort, view):
    for number in range(7):
        ticket = open_ticket(subject=str(number), priority=Priority.HIGH if number % 3 == 0 else None)
        if number % 2:
            actions.change_status(ticket=ticket, author=program.user, event=Event.WAIT_FOR_CUSTOMER)
    query = {"view": view, **({"sort": sort} if sort else {})}
    whole = references(program, **query)
    assert len(set(whole)) == 7
    rows, count = pages(program, "/tickets", limit=2, **query)
    assert [row["reference"] for row in rows] == whole
    assert count == 4


def test_a_ticket_that_moves_between_two_pages_takes_no_other_along(program):
    made = [open_ticket(subject=str(number)) for number in range(4)]
    first = program.read("/tickets", sort="oldest", limit=2)
    Ticket.objects.filter(pk=made[1].pk).delete()
    second = program.read("/tickets", sort="oldest", limit=2, cursor=first["next_cursor"])
    assert [row["subject"] for row in second["items"]] == ["2", "3"]


def test_a_cursor_holds_for_its_list_alone(program):
    one, other = open_ticket(), open_ticket()
    cursor = program.read("/tickets", limit=1)["next_cursor"]
    program.read("/tickets", limit=50, cursor=cursor)
    for path, query in (
        ("/tickets", {"status": "new"}),
        ("/people", {}),
        (f"/tickets/{one.reference}/messages", {}),
        (f"/tickets/{other.reference}/messages", {}),
    ):
        assert program.read(path, cursor=cursor, expect=422, **query)["errors"][0]["parameter"] == "cursor"
    for broken in ("x", cursor[:-1], "a:b", "%00"):
        program.read("/tickets", cursor=broken, expect=422)


def test_filters_are_the_desks(program):
    team = Group.objects.create(name="Billing")
    Tag.objects.create(name="refund")
    wanted, other = open_ticket(), open_ticket(requester_email="ken@example.com", locale="ja", rule="locked_out")
    actions.set_priority(ticket=wanted, author=None, priority=Priority.URGENT)
    actions.set_team(ticket=wanted, author=None, team=team)
    actions.assign(ticket=wanted, author=None, assignee=program.user)
    actions.tag(ticket=wanted, author=None, name="refund")
    actions.change_status(ticket=other, author=None, event=Event.SOLVE)
    for query in (
        {"priority": "urgent"}, {"team": team.pk}, {"assignee": "me"}, {"assignee": program.user.pk},
        {"tag": "refund"}, {"status": "new"}, {"view": "mine"}, {"email": "HANAKO@example.com"}, {"locale": "en"},
        {"q": "status:new"}, {"plan": "pro", "rule": "individual_paid"},
    ):  # fmt: skip
        assert references(program, **query) == [wanted.reference], query
    for query in ({"assignee": "nobody"}, {"team": "none"}, {"view": "solved"}, {"rule": "locked_out"}):
        assert references(program, **query) == [other.reference], query
    assert len(references(program)) == 2
    assert references(program, tag="nowhere") == []


def test_a_filter_means_any_of_its_values(program):
    team = Group.objects.create(name="Billing")
    made = [open_ticket(locale=locale) for locale in ("en", "ja", "ko")]
    actions.set_team(ticket=made[0], author=None, team=team)
    actions.assign(ticket=made[1], author=None, assignee=program.user)
    actions.tag(ticket=made[0], author=cast.staff(name="root", superuser=True), name="a")
    actions.tag(ticket=made[2], author=program.user, name="a")
    actions.change_status(ticket=made[1], author=None, event=Event.SOLVE)
    numbers = {row.reference: number for number, row in enumerate(made)}
    for query, wanted in (
        ({"locale": ["en", "ko"]}, {0, 2}), ({"status": ["new", "solved"]}, {0, 1, 2}), ({"status": ["solved"]}, {1}),
        ({"team": ["none", team.pk]}, {0, 1, 2}), ({"team": ["none"]}, {1, 2}), ({"tag": ["a", "b"]}, {0, 2}),
        ({"assignee": ["me", "nobody"], "locale": ["ja", "ko"]}, {1, 2}), ({"priority": ["normal", "high"]}, {0, 1, 2}),
        ({"plan": ["pro", "free"], "rule": ["individual_paid", "free"]}, {0, 1, 2}), ({"priority": ["urgent"]}, set()),
    ):  # fmt: skip
        assert {numbers[each] for each in references(program, **query)} == wanted, query
    refused = program.read("/tickets", topic=["nowhere", "else"], expect=422)
    assert refused["errors"] == [{"detail": "There is no such topic. (nowhere)", "parameter": "topic"}]
    assert program.read("/tickets", status=["new", "x"], expect=422)["errors"][0]["parameter"] == "status"
    assert program.read("/tickets", locale=["en"] * 51, expect=422)["errors"][0]["parameter"] == "locale"


def test_what_changed_since_comes_longest_unchanged_first(program):
    old, new = open_ticket(), open_ticket()
    since = timezone.now() - timedelta(hours=1)
    Ticket.objects.filter(pk=old.pk).update(updated_at=since, created_at=since)
    assert references(program, updated_after=since.isoformat()) == [new.reference]
    assert references(program, created_before=timezone.now().isoformat()) == [old.reference, new.reference]
    assert program.read("/tickets", updated_after="2026-01-01T00:00:00", expect=422)


def test_a_saved_view_is_what_it_is_on_the_desk(program):
    wanted, _other = open_ticket(locale="ja"), open_ticket()
    saved = desk_settings.save_view(owner=program.user, name="Japanese", shared=False, query="locale=ja")
    listed = program.read("/views")
    assert listed["saved"] == [{"id": saved.pk, "name": "Japanese", "shared": False}]
    assert {"unsolved", "waiting", "mine", "all"} <= {view["name"] for view in listed["standard"]}
    assert references(program, saved_view=saved.pk) == [wanted.reference]
    program.read("/tickets", saved_view=saved.pk, locale="ja", expect=422)
    Program(cast.staff(name="mei")).read("/tickets", saved_view=saved.pk, expect=422)


@pytest.mark.parametrize(
    "query",
    [{"team": "x"}, {"assignee": "somebody"}, {"topic": "nowhere"}, {"view": "nowhere"}, {"view": "team-x"},
     {"sort": "best"}, {"limit": 0}, {"limit": 101}, {"q": "status:nowhere"}, {"colour": "red"}, {"saved_view": 5}],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused_and_named(program, query):
    told = program.read("/tickets", expect=422, **query)
    assert told["errors"][0]["parameter"] == next(iter(query))


def test_people_and_their_organisations(program):
    owner, pro = cast.customer(person="team_owner"), cast.customer(person="pro", email="Pro@Example.com")
    told = program.read(f"/people/{owner.pk}")
    assert (told["plan"], told["role"], told["domain"]) == ("team", "owner", "claude.localhost")
    assert told["organisation"]["name"] == "Team"
    by_address = program.read("/people", email="pro@example.COM")["items"]
    assert [row["id"] for row in by_address] == [pro.pk]
    team = told["organisation"]["id"]
    assert [row["id"] for row in program.read("/people", organisation=team)["items"]] == [owner.pk]
    assert program.read(f"/organisations/{team}")["external_id"] == "team"
    assert len(program.read("/organisations", external_id="team")["items"]) == 1
    assert pages(program, "/people", limit=1)[1] == 2
    program.read("/people/999999999999999999999", expect=404)


def test_topics_speak_the_language_that_is_asked_for(program):
    english = {row["slug"]: row for row in program.read("/topics")["items"]}
    answer = program.get(f"{V1}/topics", headers={"Accept-Language": "ja"})
    japanese = {row["slug"]: row for row in answer.json()["items"]}
    assert answer.headers["Content-Language"] == "ja"
    assert set(english) == set(japanese)
    assert english["billing"]["label"] != japanese["billing"]["label"]
    assert all(row["fields"] is not None for row in english.values())


def test_macros_are_those_that_its_owner_can_use(program):
    shared, own = Macro.objects.create(name="Shared"), Macro.objects.create(name="Own", owner=program.user)
    Macro.objects.create(name="Theirs", owner=cast.staff(name="mei"))
    MacroText.objects.create(macro=shared, locale="en", body="Hello {{ person.first_name }}")
    listed = program.read("/macros")["items"]
    assert [(row["name"], row["shared"]) for row in listed] == [("Shared", True), ("Own", False)]
    assert program.read(f"/macros/{own.pk}")["texts"] == {}
    ticket = open_ticket()
    told = program.read(f"/tickets/{ticket.reference}/macros/{shared.pk}")
    assert told == {"body": "Hello Hanako", "locale": "en", "is_wanted": True}
    program.read("/macros/5000", expect=404)


def test_articles_are_what_readers_read_and_drafts_are_for_editors(program):
    publish(number=7, title="Refunds", body_markdown="All about *refunds*.")
    draft = publish(number=8, title="Not yet")
    draft.published_at = None
    draft.save()
    assert [row["number"] for row in program.read("/articles")["items"]] == [7]
    told = program.read("/articles/7")
    assert (told["title"], told["locale"]) == ("Refunds", "en")
    assert "<em>refunds</em>" in told["body_html"]
    assert told["url"].startswith("http://help.localhost:8000/en/")
    program.read("/articles/8", expect=404)
    program.read("/articles", drafts=True, expect=403)
    editor = Program(cast.staff(name="eva", groups=("editors",)))
    assert [row["number"] for row in editor.read("/articles", drafts=True)["items"]] == [7, 8]
    assert editor.read("/articles/8", drafts=True)["url"] is None
    narrow = Program(editor.user, scopes=["articles:read"], name="narrow")
    narrow.read("/articles/8", drafts=True, expect=403)


def test_conversations_are_told_but_never_what_wasnt_sent(program):
    pro = cast.browser(person="pro")
    chat = chatting(pro, text="Where is my invoice?")
    forwarded(cast.browser(person="team_owner"), text="Please call me")
    rows = program.read("/conversations")["items"]
    assert len(rows) == 2
    assert [row["ticket"] is not None for row in rows] == [True, False]
    told = program.read(f"/conversations/{rows[1]['reference']}/messages")["items"]
    assert told[0]["author"] == "person"
    assert "Where is my invoice?" in told[0]["text"]
    assert chat
    program.read("/conversations/nothere", expect=404)


def test_a_conversation_whose_ticket_is_out_of_sight_is_as_well(program):
    forwarded(cast.browser(person="pro"), text="Please call me")
    ticket = Ticket.objects.get()
    ticket.team = Group.objects.create(name="Abroad")
    ticket.save()
    mei = cast.staff(name="mei", groups=())
    cast.give(mei, "messenger.view_conversation")
    assert program.read("/conversations")["items"]
    assert Program(mei).read("/conversations")["items"] == []


@pytest.mark.parametrize(
    "path", ["/tickets", "/tickets/{}/messages", "/people", "/organisations", "/topics", "/macros", "/articles"]
)
def test_a_list_takes_as_many_questions_however_long_it_is(program, path):
    counts = []
    for number in range(3):
        ticket = open_ticket(subject=str(number))
        actions.tag(ticket=ticket, author=None, name=f"tag{number}")
        for _each in range(number):
            Message.objects.create(ticket=Ticket.objects.earliest("pk"), kind="note", channel="admin", body="x")
        cast.customer(person=("pro", "team_owner", "console_admin")[number])
        macro = Macro.objects.create(name=str(number))
        MacroText.objects.create(macro=macro, locale="en", body="x")
        publish(number=number + 1, title=str(number))
        with CaptureQueriesContext(connection) as captured:
            program.read(path.format(Ticket.objects.earliest("pk").reference))
        counts.append(len(captured))
    assert counts[1] == counts[2]
    assert counts[2] <= 16

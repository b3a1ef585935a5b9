"""Programs read what happened, what was said before, and whose a ticket can be; and enter people."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Customer, Organisation
from tests import cast
from tests.api.conftest import Program
from tests.messenger.conftest import articles as articles  # the fixtures
from tests.messenger.conftest import topics as topics
from tests.messenger.packs import TEXT, packed, page
from tests.messenger.steps import forwarded
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Rating, Ticket
from tickets.ratings import actions as rating_actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics")]
PERSON = {"domain": "claude.localhost", "subject": "u-77", "email": "hana@example.com", "name": "Hana"}


@pytest.fixture
def admin(db):
    return Program(cast.staff(name="ada", groups=("admins",)))


def hidden(ticket, program):
    """Of a team that the program's owner isn't on."""
    program.user.groups.clear()
    cast.give(program.user, "tickets.view_ticket", "tickets.change_ticket", "messenger.view_conversation")
    actions.set_team(ticket=ticket, author=cast.staff(name="lea"), team=Group.objects.create(name="Other"))


def test_what_happened_is_told_in_order_and_by_pages(program):
    ticket = open_ticket()
    actions.tag(ticket=ticket, author=program.user, name="odd")
    actions.change_status(ticket=ticket, author=program.user, event="solve")
    path = f"/tickets/{ticket.reference}/events"
    [first] = (part := program.read(path, limit=1))["items"]
    assert (first["kind"], first["arguments"], first["author"]["name"]) == ("tagged", {"tag": "odd"}, "aki")
    [second] = program.read(path, limit=1, cursor=part["next_cursor"])["items"]
    assert second["words"] == "Status changed from “New” to “Solved”"
    japanese = program.get(f"/api/v1{path}", headers={"Accept-Language": "ja"}).json()["items"]
    assert japanese[1]["words"] != second["words"]


@pytest.mark.usefixtures("articles")
def test_what_was_said_to_fin_before_stands_beside_the_ticket(program, pro):
    row = forwarded(pro)
    said = program.read(f"/tickets/{row.ticket.reference}/transcript")["items"]
    assert [each["author"] for each in said[:2]] == ["person", "fin"]
    assert said[0]["text"] == row.text
    assert said[1]["citations"][0]["path"].startswith("/")
    assert program.read(f"/tickets/{open_ticket().reference}/transcript")["items"] == []
    [talk] = program.read("/conversations", ticket=row.ticket.reference)["items"]
    assert talk["reference"] == row.reference
    assert program.read("/conversations", ticket="HC-2222-2222")["items"] == []


def test_of_what_an_owner_sent_on_the_words_to_fin_are_there_too(program, team_member, team_owner):
    packet = packed(team_member)
    team_owner.post(page(packet, "send"), {"text": TEXT})
    said = program.read(f"/tickets/{Ticket.objects.get().reference}/transcript")["items"]
    assert {each["author"] for each in said} == {"person", "fin"}


@pytest.mark.parametrize("what", ["events", "transcript", "messages", "files/1", "macros/1"])
def test_of_a_ticket_that_they_may_not_see_nothing_is_told(program, what):
    ticket = open_ticket()
    hidden(ticket, program)
    fresh = Program(type(program.user).objects.get(pk=program.user.pk), name="Fresh")
    fresh.read(f"/tickets/{ticket.reference}/{what}", expect=404)
    assert fresh.read("/tickets")["items"] == []


def test_a_rating_stands_on_its_ticket_once_it_is_given(program):
    ticket, now = open_ticket(), timezone.now()
    rating = Rating.objects.create(ticket=ticket, email=ticket.requester_email, asked_at=now)
    assert program.read(f"/tickets/{ticket.reference}")["rating"] is None
    rating_actions.rate(rating=rating, score=Rating.Score.BAD, comment="Too slow.", now=now)
    told = program.read(f"/tickets/{ticket.reference}")["rating"]
    assert (told["score"], told["comment"]) == ("bad", "Too slow.")


def test_who_there_is_to_give_a_ticket_to(program):
    gone = cast.staff(name="gus")
    gone.is_active = False
    gone.save()
    team, other = Group.objects.create(name="Billing"), cast.staff(name="ned")
    other.groups.add(team)
    people = {each["id"]: each["name"] for each in program.read("/staff")["items"]}
    assert people[other.pk] == "ned"
    assert gone.pk not in people
    assert {"id": team.pk, "name": "Billing", "members": [other.pk]} in program.read("/teams")["items"]
    actions.tag(ticket=open_ticket(), author=program.user, name="odd")
    assert [each["name"] for each in program.read("/tags")["items"]] == ["odd"]


def test_a_split_that_went_out_of_sight_isnt_told_to_who_asks_again(program):
    ticket = open_ticket()
    later = actions.add_customer_message(ticket=ticket, body="And the invoice?", channel="messenger")
    path = f"/tickets/{ticket.reference}/messages/{later.pk}/split"
    made = program.write("POST", path, {"subject": "Apart"}, key="once", expect=201)
    hidden(Ticket.objects.get(reference=made["reference"]), program)
    # The first ticket is still theirs to see.
    own = Group.objects.create(name="Own")
    program.user.groups.add(own)
    actions.set_team(ticket=ticket, author=cast.staff(name="mia"), team=own)
    program.write("POST", path, {"subject": "Apart"}, key="once", expect=404)


def test_a_person_is_entered_and_changed_until_a_login_says_who_they_are(admin):
    domain = cast.domain(host="claude.localhost")
    asked = PERSON | {"organisation": {"external_id": "org-7", "name": "Acme"}}
    told = admin.write("PUT", "/people", asked)
    assert (told["name"], told["plan"], told["claims_at"], told["organisation"]["name"]) == ("Hana", "", None, "Acme")
    assert admin.write("PUT", "/people", PERSON | {"name": "Hana Ito"})["id"] == told["id"]
    row = Customer.objects.get(subject="u-77")
    assert (row.name, row.organisation.name, row.domain) == ("Hana Ito", "Acme", domain)
    [found] = admin.read("/people", domain="claude.localhost", subject="u-77")["items"]
    assert found["id"] == told["id"]
    assert admin.read("/people", domain="else.example", subject="u-77")["items"] == []
    admin.read("/people", domain="claude.localhost", expect=422)
    Customer.objects.filter(pk=row.pk).update(claims_at=timezone.now(), plan="pro", email="said@example.com")
    after = admin.write("PUT", "/people", PERSON)
    assert (after["email"], after["name"], after["plan"]) == ("said@example.com", "Hana Ito", "pro")


def test_nobody_enters_rights_or_people_of_a_domain_that_isnt_there(admin, program):
    cast.domain(host="claude.localhost")
    for more in ({"plan": "enterprise"}, {"role": "owner"}, {"claims_at": "2026-01-01T00:00:00Z"}, {"id": 1}):
        admin.write("PUT", "/people", PERSON | more, expect=422)
    admin.write("PUT", "/people", PERSON | {"domain": "else.example"}, expect=422)
    program.write("PUT", "/people", PERSON, expect=403)
    Program(admin.user, scopes=["people:read"], name="Reader").write("PUT", "/people", PERSON, expect=403)
    assert not Customer.objects.exists()


def test_an_organization_is_entered_and_renamed(admin):
    cast.domain(host="claude.localhost")
    asked = {"domain": "claude.localhost", "external_id": "org-7", "name": "Acme"}
    told = admin.write("PUT", "/organisations", asked, key="once")
    assert admin.write("PUT", "/organisations", asked, key="once") == told
    assert admin.write("PUT", "/organisations", asked | {"name": "Acme KK"})["name"] == "Acme KK"
    admin.write("PUT", "/organisations", {"domain": "claude.localhost", "external_id": "org-7"})
    assert Organisation.objects.get().name == "Acme KK"

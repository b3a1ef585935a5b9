"""Programs write as their owner would on the desk: the same rules, mails and history; each thing once."""

import json
import threading
from hashlib import sha256

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from api import actions as api_actions
from api.models import UsedKey
from tests import cast
from tests.api.conftest import V1, Program
from tests.messenger.conftest import topics as topics  # the fixture
from tests.tickets.conftest import jobs_for, open_ticket
from tickets import actions
from tickets.models import Macro, MacroText, Mention, Message, OutgoingEmail, ReplyDraft, Tag, Ticket, TicketEvent
from tickets.replies import actions as replies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics")]
URN = "urn:helpcenter:problem:"


@pytest.fixture
def ticket(program):
    return open_ticket()


def events(ticket):
    return list(TicketEvent.objects.filter(ticket=ticket).values_list("kind", flat=True))


def test_a_reply_is_the_desks(program, ticket):
    told = program.write("POST", f"/tickets/{ticket.reference}/replies", {"body": "Under Settings."}, expect=201)
    message = Message.objects.get(pk=told["id"])
    assert (message.author_id, message.kind, message.channel) == (program.user.pk, "reply", "admin")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id) == ("pending", program.user.pk)
    assert ticket.first_replied_at
    mail = OutgoingEmail.objects.get(message=message)
    assert "Under Settings." in mail.body
    assert jobs_for(mail).count() == 1
    assert events(ticket) == ["assigned", "status"]


def test_a_reply_may_solve_and_a_rule_may_say_no(program):
    proved = open_ticket(proof={"Last four digits": "1234"})
    refused = program.write(
        "POST", f"/tickets/{proved.reference}/replies", {"body": "Done.", "solve": True}, expect=409
    )
    assert (refused["type"], refused["reason"]) == (f"{URN}refused", "proof_unchecked")
    assert not Message.objects.filter(kind="reply").exists()
    plain = open_ticket()
    program.write("POST", f"/tickets/{plain.reference}/replies", {"body": "Done.", "solve": True}, expect=201)
    plain.refresh_from_db()
    assert plain.status == "solved"


def test_a_refusal_speaks_the_language_of_the_request(program, ticket):
    actions.change_status(ticket=ticket, author=program.user, event="close")
    program.defaults["HTTP_ACCEPT_LANGUAGE"] = "ja"
    refused = program.send("POST", f"/tickets/{ticket.reference}/replies", {"body": "Hello"})
    assert refused.status_code == 409
    assert refused.headers["Content-Language"] == "ja"
    assert refused.json()["reason"] == "closed"
    assert "チケット" in refused.json()["detail"]


def test_a_macro_brings_its_words_and_what_goes_with_it(program, ticket):
    macro = Macro.objects.create(name="Greeting", priority=Ticket.Priority.HIGH)
    macro.tags.add(Tag.objects.create(name="greeted"))
    MacroText.objects.create(macro=macro, locale="en", body="Hello {{ person.first_name }}")
    told = program.write("POST", f"/tickets/{ticket.reference}/replies", {"macros": [macro.pk]}, expect=201)
    assert told["body"] == "Hello Hanako"
    after = program.read(f"/tickets/{ticket.reference}")
    assert (after["priority"], after["tags"]) == ("high", ["greeted"])
    macro.refresh_from_db()
    assert macro.used == 1
    other = Macro.objects.create(name="Theirs", owner=cast.staff(name="mei"))
    refused = program.write("POST", f"/tickets/{ticket.reference}/replies", {"macros": [other.pk]}, expect=422)
    assert refused["errors"][0]["pointer"] == "#/macros"


def test_the_draft_on_the_desk_stays_where_it_is(program, ticket):
    said = {"ticket": ticket, "author": program.user, "is_note": False, "macros": [], "translation": None}
    replies.keep_draft(**said, body="I am still writing", seen=None, now=ticket.created_at)
    program.write("POST", f"/tickets/{ticket.reference}/replies", {"body": "By the program."}, expect=201)
    program.write("POST", f"/tickets/{ticket.reference}/notes", {"body": "By the program."}, expect=201)
    assert ReplyDraft.objects.get().body == "I am still writing"


def test_a_note_is_for_staff_and_mentions_them(program, ticket):
    mei = cast.staff(name="mei")
    told = program.write("POST", f"/tickets/{ticket.reference}/notes", {"body": "@mei please look"}, expect=201)
    assert told["kind"] == "note"
    assert Mention.objects.get().person == mei
    ticket.refresh_from_db()
    assert ticket.status == "new"


def test_what_changes_changes_as_on_the_desk_all_or_nothing(program, ticket):
    team, mei = Group.objects.create(name="Billing"), cast.staff(name="mei")
    wanted = {"status": "on_hold", "assignee": mei.pk, "team": team.pk, "priority": "urgent"}
    told = program.write("PATCH", f"/tickets/{ticket.reference}", wanted)
    assert (told["status"], told["priority"]) == ("on_hold", "urgent")
    assert (told["team"]["id"], told["assignee"]["id"]) == (team.pk, mei.pk)
    assert events(ticket) == ["team", "assigned", "priority", "status"]
    told = program.write("PATCH", f"/tickets/{ticket.reference}", {"assignee": None, "team": None})
    assert (told["assignee"], told["team"], told["priority"]) == (None, None, "urgent")
    for wrong, pointer in (({"assignee": 5000}, "#/assignee"), ({"team": 5000}, "#/team")):
        refused = program.write("PATCH", f"/tickets/{ticket.reference}", {"priority": "low"} | wrong, expect=422)
        assert refused["errors"][0]["pointer"] == pointer
    assert program.read(f"/tickets/{ticket.reference}")["priority"] == "urgent"
    actions.change_status(ticket=ticket, author=program.user, event="close")
    refused = program.write("PATCH", f"/tickets/{ticket.reference}", {"priority": "low", "status": "open"}, expect=409)
    assert refused["reason"] == "closed"
    assert program.read(f"/tickets/{ticket.reference}")["priority"] == "urgent"


def test_a_ticket_that_was_changed_since_it_was_read_is_refused(program, ticket):
    seen = program.read(f"/tickets/{ticket.reference}")["version"]
    actions.set_priority(ticket=ticket, author=None, priority=Ticket.Priority.HIGH)
    for method, path, body in (
        ("PATCH", "", {"priority": "low"}),
        ("POST", "/replies", {"body": "Hello"}),
        ("POST", "/notes", {"body": "Hello"}),
    ):
        refused = program.write(method, f"/tickets/{ticket.reference}{path}", body | {"version": seen}, expect=409)
        assert refused["type"] == f"{URN}changed"
    assert ticket.messages.count() == 1


def test_a_ticket_given_away_is_answered_a_last_time_and_gone(ticket):
    team = Group.objects.create(name="Abroad")
    mei = cast.staff(name="mei", groups=())
    cast.give(mei, "tickets.view_ticket", "tickets.change_ticket")
    program = Program(mei)
    assert program.write("PATCH", f"/tickets/{ticket.reference}", {"team": team.pk})["team"]["name"] == "Abroad"
    program.read(f"/tickets/{ticket.reference}", expect=404)
    program.write("POST", f"/tickets/{ticket.reference}/notes", {"body": "x"}, expect=404)


def test_tags_go_on_and_off(program, ticket):
    told = program.write("POST", f"/tickets/{ticket.reference}/tags", {"name": "Refund"})
    assert told["tags"] == ["refund"]
    told = program.write("DELETE", f"/tickets/{ticket.reference}/tags/refund")
    assert told["tags"] == []
    maker = cast.staff(name="mei", groups=())
    cast.give(maker, "tickets.change_ticket", "tickets.see_all_tickets")
    refused = Program(maker).write("POST", f"/tickets/{ticket.reference}/tags", {"name": "new"}, expect=409)
    assert refused["reason"] == "unknown_tag"


def test_who_only_reads_writes_nothing(ticket):
    reader = Program(cast.staff(name="rin", groups=("readers",)))
    for method, path in (("PATCH", ""), ("POST", "/replies"), ("POST", "/notes"), ("POST", "/tags")):
        assert reader.send(method, f"/tickets/{ticket.reference}{path}", {}).status_code == 403


def test_a_ticket_is_opened_in_the_name_of_a_person_by_their_rules(program):
    owner = cast.customer(person="team_owner", locale="ja")
    wanted = {"person": owner.pk, "topic": "billing", "body": "They called: the invoice is wrong."}
    told = program.write("POST", "/tickets", wanted, expect=201)
    assert told["requester"] == {"name": "Team Owner", "email": "team_owner@example.com", "person": owner.pk}
    assert (told["rule"], told["locale"], told["known"]["plan"]) == ("org_owner", "ja", "team")
    made = Ticket.objects.get(reference=told["reference"])
    assert OutgoingEmail.objects.filter(ticket=made).count() == 1  # the receipt
    event = made.events.get()
    assert (event.kind, event.author_id) == ("opened_for", program.user.pk)
    member = cast.customer(person="team_member")
    refused = program.write("POST", "/tickets", wanted | {"person": member.pk}, expect=409)
    assert refused["reason"] == "not_entitled"
    assert Ticket.objects.count() == 1


def test_who_has_no_account_at_hand_is_known_by_their_address(program):
    wanted = {"email": "lost@example.com", "name": "Ken", "topic": "locked-out", "body": "They can't log in."}
    slug = next(row["slug"] for row in program.read("/topics")["items"] if row["kind"] == "cant_log_in")
    told = program.write("POST", "/tickets", wanted | {"topic": slug}, expect=201)
    assert told["requester"] == {"name": "Ken", "email": "lost@example.com", "person": None}
    assert told["rule"] == "locked_out"
    assert program.write("POST", "/tickets", wanted | {"topic": "billing"}, expect=409)["reason"] == "not_entitled"


def test_a_person_is_named_by_who_may_read_people_alone(program):
    pro = cast.customer(person="pro")
    narrow = Program(program.user, scopes=["tickets:write"], name="narrow")
    wanted = {"person": pro.pk, "body": "x"}
    narrow.write("POST", "/tickets", wanted, expect=403)
    assert program.write("POST", "/tickets", {"person": 5000, "body": "x"}, expect=422)["errors"][0] == {
        "detail": "There is nobody by this number.",
        "pointer": "#/person",
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"person": 1}, "#/body"),
        ({"person": 1, "body": "x", "colour": "red"}, "#/colour"),
        ({"person": 1, "email": "a@example.com", "body": "x"}, "#"),
        ({"body": "x", "email": "nobody"}, "#/email"),
        ({"body": "a\0b", "email": "a@example.com"}, "#/body"),
        ({"body": "\ud800", "email": "a@example.com"}, "#/body"),
        ({"body": "x", "email": "a@example.com", "topic": "nowhere"}, "#/topic"),
        ({"body": "x" * 20_001, "email": "a@example.com"}, "#/body"),
        ([], "#"),
        ("x", "#"),
    ],
)
def test_what_is_wrong_in_a_body_is_named_by_its_place(program, body, pointer):
    refused = program.write("POST", "/tickets", json.dumps(body), expect=422)
    assert refused["type"] == f"{URN}invalid"
    assert refused["errors"][0]["pointer"] == pointer
    assert refused["errors"][0]["detail"]


@pytest.mark.parametrize("text", ["{", "", "\x00", '{"body": NaN', "\ufeff{}"])
def test_what_is_no_json_is_refused(program, ticket, text):
    assert program.send("POST", f"/tickets/{ticket.reference}/notes", text).status_code in {400, 422}


def test_a_form_is_no_json(program, ticket):
    address = f"{V1}/tickets/{ticket.reference}/notes"
    answer = program.generic("POST", address, '{"body": "x"}', content_type="text/plain")
    assert (answer.status_code, answer.json()["type"]) == (415, f"{URN}unsupported-media-type")


def test_the_same_request_with_the_same_key_is_done_once(program, ticket):
    address, body = f"/tickets/{ticket.reference}/replies", {"body": "Under Settings."}
    first = program.send("POST", address, body, key="a-1")
    again = program.send("POST", address, body, key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert OutgoingEmail.objects.filter(message__kind="reply").count() == 1
    other = program.send("POST", address, {"body": "Something else"}, key="a-1")
    assert (other.status_code, other.json()["type"]) == (422, f"{URN}key-reused")
    elsewhere = program.send("POST", f"/tickets/{ticket.reference}/notes", body, key="a-1")
    assert elsewhere.status_code == 422
    assert program.send("POST", address, body, key="a-2").status_code == 201
    assert Program(program.user, name="two").send("POST", address, body, key="a-1").status_code == 201
    assert Message.objects.filter(kind="reply").count() == 3


def test_what_was_refused_is_done_when_it_comes_again(program, ticket):
    address, body = f"/tickets/{ticket.reference}/tags", {"name": "…"}
    assert program.send("POST", address, body, key="k").status_code == 409
    assert not UsedKey.objects.exists()
    Tag.objects.create(name="refund")
    assert program.send("POST", address, {"name": "refund"}, key="k").status_code == 200


def test_a_key_of_yesterday_is_new(program, ticket):
    address, body = f"/tickets/{ticket.reference}/notes", {"body": "x"}
    program.send("POST", address, body, key="k")
    UsedKey.objects.update(created_at=ticket.created_at - api_actions.KEPT_FOR)
    program.send("POST", address, body, key="k")
    assert Message.objects.filter(kind="note").count() == 2
    assert UsedKey.objects.count() == 1


@pytest.mark.parametrize("key", ["", '""', "a b", "é", "x" * 256])
def test_what_is_no_key_is_refused(program, ticket, key):
    answer = program.generic(
        "POST", f"{V1}/tickets/{ticket.reference}/notes", '{"body": "x"}', content_type="application/json",
        headers={"Idempotency-Key": key},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "Idempotency-Key")
    assert not Message.objects.filter(kind="note").exists()


def test_a_ticket_that_went_out_of_sight_does_not_come_back_by_its_key():
    pro, mei = cast.customer(person="pro"), cast.staff(name="mei", groups=())
    cast.give(mei, "tickets.view_ticket", "tickets.change_ticket", "accounts.view_customer")
    program, body = Program(mei), {"person": pro.pk, "body": "They called."}
    assert program.send("POST", "/tickets", body, key="k").status_code == 201
    assert program.send("POST", "/tickets", body, key="k").status_code == 201
    Ticket.objects.update(team=Group.objects.create(name="Abroad"))
    assert program.send("POST", "/tickets", body, key="k").status_code == 404
    assert Ticket.objects.count() == 1


def test_what_was_redacted_does_not_come_back_by_its_key(program, ticket):
    address, body = f"/tickets/{ticket.reference}/notes", {"body": "The number is 7"}
    program.send("POST", address, body, key="k")
    Message.objects.filter(kind="note").update(body="[redacted]")
    assert program.send("POST", address, body, key="k").json()["body"] == "[redacted]"


def test_a_key_that_is_at_work_is_told_to_wait(program, ticket):
    address, body = f"/tickets/{ticket.reference}/notes", {"body": "Once"}
    name = f"api:{program.token.pk}:{sha256(b'k').hexdigest()}"
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
    refused = program.send("POST", address, body, key="k")
    other.close()
    assert (refused.status_code, refused.json()["type"]) == (409, f"{URN}key-in-use")
    assert refused.headers["Retry-After"] == "1"
    assert program.send("POST", address, body, key="k").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_key_do_it_once(program, ticket):
    address, starts, answers = f"/tickets/{ticket.reference}/notes", threading.Barrier(4), []

    def send():
        starts.wait(10)
        answers.append(program.send("POST", address, {"body": "Once"}, key="k").status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert set(answers) <= {201, 409}
    assert 201 in answers
    assert Message.objects.filter(kind="note").count() == 1

"""What a token opens: as much as its owner may and its scopes say, from where it may, until it ends."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from api import actions
from api.models import ApiToken, UsedKey
from api.scopes import Scope, rights_of
from tests import cast
from tests.api.conftest import EVERYTHING, V1, Program
from tests.tickets.conftest import open_ticket
from web.secrets import mask

pytestmark = pytest.mark.django_db
URN = "urn:helpcenter:problem:"


def asked(program, path="/tickets"):
    """The status, and what kind of problem it is."""
    answer = program.get(V1 + path)
    return answer.status_code, answer.json().get("type", "").removeprefix(URN)


def test_nobody_comes_in_without_a_token():
    answer = Program().get(f"{V1}/tickets")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_token_that_somebody_pastes_into_a_message_is_hidden(program):
    words = program.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert words not in mask(f"It is {words}, and nothing happens.").text


def test_a_session_of_the_desk_opens_nothing_here():
    assert cast.staff_browser(superuser=True).get(f"{V1}/tickets").status_code == 401


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "Bearer hct_x", "Bearer \ud800", "bearer  ", "Bearer a b"])
def test_a_header_that_is_no_token_is_refused(header):
    program = Program()
    program.defaults["HTTP_AUTHORIZATION"] = header
    assert asked(program)[0] == 401


def test_a_token_ends_when_it_expires_and_when_it_is_revoked(program):
    assert asked(program)[0] == 200
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert asked(program) == (401, "invalid-token")
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    actions.revoke_token(token=program.token, now=timezone.now())
    assert asked(program) == (401, "invalid-token")


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_a_token_of_who_left_opens_nothing(program, change):
    cast.User.objects.filter(pk=program.user.pk).update(**change)
    assert asked(program) == (401, "invalid-token")
    assert AuditEntry.objects.get(kind="api_refused").details == {"reason": "no_staff"}


@pytest.mark.parametrize(
    ("allowed", "address", "status"),
    [
        (["192.0.2.0/24"], "192.0.2.77", 200),
        (["198.51.100.0/24", "192.0.2.77/32"], "192.0.2.77", 200),
        (["198.51.100.0/24"], "192.0.2.77", 401),
        (["2001:db8::/32"], "2001:db8:1::5", 200),
        (["2001:db8::/32"], "192.0.2.77", 401),
        (["192.0.2.0/24"], "", 401),
    ],
)
def test_a_token_opens_from_its_networks_alone(allowed, address, status):
    program = Program(cast.staff(), networks=allowed, REMOTE_ADDR=address)
    assert asked(program)[0] == status
    assert asked(program)[0] == status
    assert AuditEntry.objects.filter(kind="api_refused").count() == (status == 401)  # once an hour


def test_its_last_use_is_known_to_the_minute(program):
    program.defaults["REMOTE_ADDR"] = "192.0.2.77"
    asked(program)
    token = ApiToken.objects.get()
    assert token.used_from == "192.0.2.77"
    first = token.used_at
    asked(program)
    token.refresh_from_db()
    assert token.used_at == first
    ApiToken.objects.update(used_at=first - timedelta(minutes=2))
    asked(program)
    token.refresh_from_db()
    assert token.used_at > first


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/tickets", "tickets:read"),
        ("/views", "tickets:read"),
        ("/people", "people:read"),
        ("/organisations", "people:read"),
        ("/topics", "topics:read"),
        ("/macros", "macros:read"),
        ("/articles", "articles:read"),
        ("/conversations", "conversations:read"),
    ],
)
def test_each_list_wants_its_scope_and_its_right(path, scope):
    aki, nobody = cast.staff(name="aki"), cast.staff(name="nobody", groups=())
    assert asked(Program(aki, scopes=[scope], name="one"), path)[0] == 200
    others = [each for each in EVERYTHING if each != scope]
    refused = Program(aki, scopes=others, name="two").get(V1 + path)
    assert refused.status_code == 403
    assert f'error="insufficient_scope", scope="{scope}"' in refused.headers["WWW-Authenticate"]
    # What everybody reads needs no right.
    assert asked(Program(nobody), path)[0] == (200 if path == "/articles" else 403)


def test_a_superusers_token_is_good_for_its_scopes_alone():
    root = cast.staff(name="root", superuser=True)
    open_ticket(rule="compliance", reason="compliance")
    program = Program(root, scopes=["tickets:read"])
    assert program.read("/tickets")["items"] == []
    assert program.send("POST", "/tickets", {"body": "x", "email": "a@example.com"}).status_code == 403


def test_reports_under_the_law_are_for_officers_whose_token_says_so():
    officer = cast.staff(name="olga", groups=("compliance",))
    report = open_ticket(rule="compliance", reason="compliance")
    without = Program(officer, scopes=["tickets:read"], name="one")
    assert without.read("/tickets")["items"] == []
    without.read(f"/tickets/{report.reference}", expect=404)
    with_it = Program(officer, scopes=["tickets:read", "reports"], name="two")
    assert [row["reference"] for row in with_it.read("/tickets", view="reports")["items"]] == [report.reference]
    with_it.read(f"/tickets/{report.reference}")
    with_it.read(f"/tickets/{report.reference}/messages")
    assert AuditEntry.objects.get(kind="report_opened").staff_number == officer.pk
    agent = Program(cast.staff(name="aki"))
    agent.read(f"/tickets/{report.reference}", expect=404)
    assert agent.read("/tickets", view="reports", expect=422)["errors"][0]["parameter"] == "view"


def test_who_sees_the_tickets_of_their_teams_sees_no_others_here():
    mine, theirs = Group.objects.create(name="Billing"), Group.objects.create(name="Abroad")
    kept, other, nobodys = open_ticket(), open_ticket(), open_ticket()
    for ticket, team in ((kept, mine), (other, theirs)):
        ticket.team = team
        ticket.save()
    sees = cast.staff(name="mei", groups=())
    cast.give(sees, "tickets.view_ticket")
    sees.groups.add(mine)
    program = Program(sees)
    shown = {row["reference"] for row in program.read("/tickets")["items"]}
    assert shown == {kept.reference, nobodys.reference}
    for path in ("", "/messages", "/macros/1"):
        program.read(f"/tickets/{other.reference}{path}", expect=404)


def test_a_scope_of_another_version_lets_nothing_through():
    assert rights_of(["tickets:read", "tickets:fly"]) == rights_of(["tickets:read"])
    assert all(Scope(scope) for scope in EVERYTHING)


def test_how_often_is_counted_and_told(program, limit):
    limit("api", token=2, seconds=60)
    first = program.get(f"{V1}/tickets")
    assert first.headers["RateLimit-Policy"] == '"token";q=2;w=60'
    assert first.headers["RateLimit"].startswith('"token";r=1;t=')
    assert program.get(f"{V1}/nowhere").headers.get("RateLimit") is None
    assert program.get(f"{V1}/people/0").headers["RateLimit"].startswith('"token";r=0;t=')
    refused = program.get(f"{V1}/tickets")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit"] == f'"token";r=0;t={refused.headers["Retry-After"]}'
    assert refused.json()["type"] == f"{URN}too-many-requests"
    assert Program(program.user, name="another").get(f"{V1}/tickets").status_code == 200


def test_knowing_who_asks_takes_as_many_questions_for_everybody(program):
    asked(program)
    counts = set()
    for number in range(2):
        with CaptureQueriesContext(connection) as captured:
            asked(program, "/views")
        counts.add(len(captured))
        open_ticket()
        Program(program.user, name=str(number))
    assert len(counts) == 1
    assert counts.pop() <= 9


def test_yesterdays_keys_are_forgotten(program):
    now = timezone.now()
    for days in (0, 1):
        at = now - timedelta(days=days)
        UsedKey.objects.create(token=program.token, digest=str(days), fingerprint="", made=1, created_at=at)
    assert actions.forget_keys(now=now) == 1
    assert UsedKey.objects.get().digest == "0"

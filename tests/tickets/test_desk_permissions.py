"""Every address of the desk for every role: agents and leads work, editors and strangers stay out."""

import pytest

from accounts.models import User
from tests import cast
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.models import IncomingEmail, Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
LISTS = ["ticket/", "incomingemail/", "outgoingemail/"]
PAGES = ["ticket/{reference}/change/", "incomingemail/{incoming}/change/", "outgoingemail/{outgoing}/change/"]
FILES = ["incomingemail/{incoming}/raw/"]
CHANGES = [
    *(f"ticket/{{reference}}/{verb}/" for verb in ("write", "status", "assign", "team", "priority", "proof")),
    "incomingemail/{incoming}/join/",
    "incomingemail/{incoming}/discard/",
    "outgoingemail/{outgoing}/retry/",
]
NEVER = ["ticket/add/", "ticket/{pk}/delete/", "incomingemail/add/", "incomingemail/{incoming}/delete/"]
NEVER += ["incomingemail/{incoming}/history/", "outgoingemail/add/", "outgoingemail/{outgoing}/delete/"]


@pytest.fixture
def at(ticket):
    """Fills an address with rows that are there."""
    receive(mail())
    rows = {"incoming": IncomingEmail.objects.get().pk, "outgoing": ticket.emails.get().pk}
    return lambda path: "/admin/tickets/" + path.format(reference=ticket.reference, pk=ticket.pk, **rows)


def test_a_stranger_is_sent_to_sign_in_by_get_and_by_post(reader, at):
    for path in [*LISTS, *PAGES, *FILES, *CHANGES, *NEVER]:
        for call in (reader.get, reader.post):
            assert call(at(path))["Location"].startswith("/admin/login/?next=/admin/tickets/"), path


def test_an_editor_has_no_business_here(editor, at):
    for path in [*LISTS, *PAGES, *FILES, *CHANGES]:
        assert (editor.get(at(path)).status_code, editor.post(at(path)).status_code) == (403, 403), path
    assert Ticket.objects.get().version == 1


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_agents_and_leads_see_everything(request, at, role):
    for path in [*LISTS, *PAGES, *FILES]:
        assert request.getfixturevalue(role).get(at(path)).status_code == 200, path


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_agents_and_leads_may_change_everything_by_post_alone(request, at, role):
    browser = request.getfixturevalue(role)
    for path in CHANGES:
        assert browser.get(at(path)).status_code == 405, path
        assert browser.post(at(path), {}).status_code in {302, 422}, path


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_nobody_adds_or_deletes_past_the_actions(request, at, role):
    browser = request.getfixturevalue(role)
    for path in NEVER:
        assert browser.get(at(path)).status_code in {403, 404}, path
        assert browser.post(at(path), {"post": "yes"}).status_code in {403, 404}, path
    assert Ticket.objects.count() == IncomingEmail.objects.count() == 1


def test_a_customer_who_is_signed_in_is_a_stranger_here(at):
    browser = cast.browser(person="enterprise_owner")
    for path in [*PAGES, *CHANGES]:
        assert browser.get(at(path))["Location"].startswith("/admin/login/"), path


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_who_left_is_out_at_once(agent, at, lost):
    User.objects.filter(pk=agent.user.pk).update(**{lost: False})
    assert agent.get(at("ticket/"))["Location"].startswith("/admin/login/")
    assert agent.post(at("ticket/{reference}/status/"), {"event": "solve", "version": 1}).status_code == 302
    assert Ticket.objects.get().status == "new"


def test_a_form_from_another_site_is_refused(agent, at):
    agent.handler.enforce_csrf_checks = True
    for path in CHANGES:
        assert agent.post(at(path), {}, headers={"Origin": "https://evil.example"}).status_code == 403, path


def test_who_left_is_offered_to_nobody(agent, ticket):
    gone = cast.staff(name="gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    answer = agent.post(f"/admin/tickets/ticket/{ticket.reference}/assign/", {"assignee": gone.pk})
    assert answer.status_code == 422
    assert Ticket.objects.get().assignee is None


def test_who_may_not_work_on_tickets_is_offered_to_nobody_but_keeps_what_they_have(agent, ticket):
    cast.staff(name="reader", groups=("readers",))
    cast.staff(name="lead", groups=("agents", "leads"))
    before = cast.staff(name="before", groups=("editors",))
    page = f"/admin/tickets/ticket/{ticket.reference}/change/"
    offered = lambda: {person.username for person in agent.get(page).context["staff"]}  # noqa: E731
    assert offered() == {"agent", "lead"}
    [people] = [each for each in agent.get("/admin/tickets/ticket/").context["bulk"] if each.words == "Assign to"]
    assert len(people.choices) == 3
    Ticket.objects.update(assignee=before)
    assert offered() == {"agent", "before", "lead"}


@pytest.mark.parametrize(
    ("verb", "form", "words"),
    [
        ("status", {"event": "x", "version": 1}, "ステータスを選択してください。"),
        ("assign", {"assignee": "0"}, "一覧から担当者を選択してください。"),
        ("priority", {"priority": "11"}, "優先度を選択してください。"),
        ("write", {"mode": "reply", "then": "pending", "version": 1}, "先に本文を入力してください。"),
    ],
)
def test_staff_are_refused_in_their_language(agent, ticket, verb, form, words):
    path = f"/admin/tickets/ticket/{ticket.reference}/{verb}/"
    answer = agent.post(path, form, headers={"Accept-Language": "ja"})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_closed_ticket_says_in_japanese_why_it_takes_no_reply(agent, ticket):
    actions.change_status(ticket=ticket, author=agent.user, event=Event.CLOSE)
    form = {"mode": "reply", "then": "pending", "body": "本文", "version": 2}
    path = f"/admin/tickets/ticket/{ticket.reference}/write/"
    answer = agent.post(path, form, headers={"Accept-Language": "ja"})
    assert answer.status_code == 409
    assert "このチケットはクローズされています。" in answer.content.decode()
    assert "本文</textarea>" in answer.content.decode()


def test_a_proof_verdict_that_does_not_exist_is_refused_in_japanese(agent):
    ticket = open_ticket(proof={"Email": "a@example.com"})
    path = f"/admin/tickets/ticket/{ticket.reference}/proof/"
    answer = agent.post(path, {"line0": "maybe"}, headers={"Accept-Language": "ja"})
    assert answer.status_code == 422
    assert "各項目の確認結果を選択してください。" in answer.content.decode()


def test_an_unknown_reference_is_said_in_japanese(agent, at):
    answer = agent.post(at("incomingemail/{incoming}/join/"), {"reference": "x"}, headers={"Accept-Language": "ja"})
    assert "この受付番号のチケットはありません。" in answer.content.decode()

"""Reports in the desk: their own queue, nothing of them for who doesn’t handle them, clocks, and the export."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEntry
from tests import cast
from tests.pictures import PDF
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions, forms
from tickets.compliance import actions as compliance
from tickets.compliance.actions import Given
from tickets.compliance.standing import clocks
from tickets.models import IncomingEmail, OutgoingEmail, ReportKind, StoredFile, Ticket
from tickets.refusals import TicketRefusedError
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
DESK = "/admin/tickets/"
LIST = f"{DESK}ticket/"


@pytest.fixture(autouse=True)
def kinds(db):
    call_command("load_report_kinds")


@pytest.fixture
def officer(db):
    """Somebody who handles reports under the law."""
    return cast.staff_browser(name="noor", groups=("compliance",))


def report(**changes):
    """A report, by whoever gave an address, unless told otherwise."""
    kind = ReportKind.objects.get(law="uk-osa", key="content-reporting")
    for name in ("acknowledge_hours", "decide_days"):
        setattr(kind, name, changes.pop(name, None))
    now, submission = changes.pop("now", timezone.now()), uuid4()
    if file := changes.pop("file", None):
        compliance.take_in(submission=submission, uploads=[file], networks=(), now=now)
    given = Given(kind, **{"words": "The aardvark button.", "name": "Ana", "email": "ana@example.com"} | changes)
    return compliance.report(given=given, submission=submission, locale="en", now=now)


def listed(browser, query=""):
    return set(browser.get(f"{LIST}{query}").context["cl"].result_list)


def test_filters_of_reports_stand_where_reports_are_alone(officer):
    def menus(query):
        return {menu.name for menu in officer.get(f"{LIST}{query}").context["cl"].menus} & (theirs | others)

    theirs = {"law", "due", "sender"}
    # What is the same for each of them.
    others = {"rule", "sla", "person"}
    assert (menus(""), menus("?view=all&law=uk-osa")) == (others, others | {"law"})
    assert (menus("?view=reports"), menus("?view=reports&rule=free")) == (theirs, theirs | {"rule"})


def test_reports_have_a_queue_of_their_own(officer):
    made, other = report().ticket, open_ticket()
    assert listed(officer, "?view=reports") == {made}
    assert listed(officer) == listed(officer, "?view=waiting") == listed(officer, "?view=unassigned") == {other}
    assert listed(officer, "?view=all") == {made, other}
    assert listed(officer, "?q=aardvark") == {made}
    assert "Reports under the law <span" in officer.get(LIST).content.decode()


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_nobody_else_finds_a_report_anywhere(request, role):
    browser, made = request.getfixturevalue(role), report()
    for query in (
        "",
        "?view=all",
        "?view=reports",
        "?view=mine",
        "?q=aardvark",
        "?q=ana@example.com",
        "?rule=compliance",
    ):
        assert listed(browser, query) == set(), query
    assert listed(browser, f"?q={made.ticket.reference}") == set()
    assert "Reports under the law" not in browser.get(LIST).content.decode()
    assert browser.get(f"{DESK}reportkind/").status_code == 403


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_nobody_else_opens_or_changes_a_report(request, role):
    browser, made = request.getfixturevalue(role), report()
    page = f"{LIST}{made.ticket.reference}/"
    assert browser.get(f"{page}change/").status_code == 404
    for verb in ("write", "status", "assign", "priority", "proof", "revoke-links", "link-again"):
        assert browser.post(f"{page}{verb}/", {"version": 1}).status_code == 404, verb
    assert [browser.get(f"{page}{name}").status_code for name in ("export/", "export.json")] == [403, 403]
    made.ticket.refresh_from_db()
    assert made.ticket.version == 1


def test_an_action_over_the_list_takes_no_report_along(agent):
    made = report().ticket
    agent.post(LIST, {"action": "take", "_selected_action": [made.pk]})
    made.refresh_from_db()
    assert made.assignee is None


def test_nobody_else_sees_its_mail_or_files(agent, officer):
    made = report(file=SimpleUploadedFile("screen.pdf", PDF))
    receipt = OutgoingEmail.objects.get()
    came = receive(mail(sender="Eve <eve@example.com>", in_reply_to=receipt.mail_id))
    assert came.ticket == made.ticket
    pages = [f"outgoingemail/{receipt.pk}/change/", f"incomingemail/{came.pk}/change/", f"incomingemail/{came.pk}/raw/"]
    pages.append(f"ticket/files/{StoredFile.objects.get().key}/")
    assert [officer.get(DESK + page).status_code for page in pages] == [200, 200, 200, 302]
    assert [agent.get(DESK + page, follow=True).status_code for page in pages[1:]] == [404, 404, 404]
    assert agent.get(DESK + pages[0])["Location"] == "/admin/"
    for kind in ("outgoingemail", "incomingemail"):
        assert not agent.get(f"{DESK}{kind}/?q=ana@example.com").context["cl"].result_list
        assert not agent.get(f"{DESK}{kind}/").context["cl"].result_list
    assert agent.post(f"{DESK}outgoingemail/{receipt.pk}/retry/").status_code == 404


def test_no_mail_is_joined_to_a_report_by_who_doesnt_know_of_it(agent, officer):
    made = report().ticket
    apart = receive(mail(sender="Eve <eve@example.com>"))
    form = {"reference": made.reference}
    assert agent.post(f"{DESK}incomingemail/{apart.pk}/join/", form).status_code == 422
    assert officer.post(f"{DESK}incomingemail/{apart.pk}/join/", form).status_code == 302
    assert IncomingEmail.objects.get().ticket == made


def test_another_ticket_of_the_same_person_doesnt_tell(agent, officer):
    made, other = report(), open_ticket(requester_email="ana@example.com")
    path = f"{LIST}{other.reference}/change/"
    assert made.ticket.reference not in agent.get(path).content.decode()
    assert f"{made.ticket.reference}/change/" in officer.get(path).content.decode()


def test_a_report_is_given_to_nobody_who_may_not_see_it(agent, officer):
    made = report().ticket
    assert set(forms.staff(made)) == {officer.user}
    assert agent.user in forms.staff(open_ticket())
    with pytest.raises(TicketRefusedError):
        actions.assign(ticket=made, author=officer.user, assignee=agent.user)
    answer = officer.post(f"{LIST}{made.reference}/assign/", {"assignee": agent.user.pk})
    assert answer.status_code == 422


def test_what_follows_up_a_report_is_as_closed_to_others(agent, officer):
    made = report()
    actions.change_status(ticket=made.ticket, author=officer.user, event=Event.CLOSE)
    again = actions.add_customer_message(ticket=made.ticket, body="Again", channel="case_page").ticket
    path = f"{LIST}{again.reference}/change/"
    assert agent.get(path).status_code == 404
    page = officer.get(path).content.decode()
    assert f"{again.reference}/export/" in page
    assert made.ticket.reference in officer.get(f"{LIST}{again.reference}/export/").content.decode()


def test_the_ticket_shows_kind_clocks_and_marks(officer):
    made = report(acknowledge_hours=24, decide_days=1, now=timezone.now() - timedelta(days=2))
    made.suspicions = ["trap", "unknown"]
    made.save()
    page = officer.get(f"{LIST}{made.ticket.reference}/change/").content.decode()
    assert "Content reporting duty" in page
    assert page.count('data-tone="failed">overdue') == 2
    assert "A field that nobody sees was filled in." in page
    assert "overdue" in officer.get(f"{LIST}?view=reports").content.decode()


def test_the_queue_is_filtered_by_law_and_deadline(officer):
    now = timezone.now()
    late = report(decide_days=1, now=now - timedelta(days=2)).ticket
    soon, free = report(decide_days=2).ticket, report().ticket
    assert listed(officer, "?view=reports&due=late") == {late}
    assert listed(officer, "?view=reports&due=soon") == {soon}
    assert listed(officer, "?view=reports&due=none") == {free}
    assert listed(officer, "?view=reports&law=uk-osa") == {late, soon, free}
    assert listed(officer, "?view=reports&law=eu-dsa") == set()


def test_the_queue_is_filtered_by_what_looks_like_a_machines(officer):
    marked, clean = report(), report().ticket
    marked.suspicions = ["trap"]
    marked.save()
    assert listed(officer, "?view=reports&sender=machine") == {marked.ticket}
    assert listed(officer, "?view=reports&sender=person") == {clean}


def standing(made, **later):
    return [str(clock.standing) for clock in clocks(made, timezone.now() + timedelta(**later))]


def test_a_receipt_that_left_acknowledges_and_one_that_came_back_does_not():
    made, now = report(acknowledge_hours=1, decide_days=1), timezone.now()
    assert standing(made) == ["running", "running"]
    OutgoingEmail.objects.update(status="sent", sent_at=now)
    assert standing(made, days=2) == ["kept", "late"]
    OutgoingEmail.objects.update(returned_at=now)
    assert standing(made, days=2) == ["late", "late"]


def test_without_an_address_the_number_on_the_page_acknowledges():
    assert standing(report(email="", acknowledge_hours=1)) == ["kept", "none"]


def test_who_gave_no_address_is_answered_on_the_page_of_the_case(officer):
    made = report(email="", name="").ticket
    form = {"mode": "reply", "then": "pending", "body": "We fixed it.", "version": made.version}
    answer = officer.post(f"{LIST}{made.reference}/write/", form, follow=True)
    assert f"{made.reference}: your reply is shown in" in answer.content.decode()
    assert "Without a name" in officer.get(f"{LIST}?view=reports").content.decode()
    assert not OutgoingEmail.objects.exists()


def test_a_mail_without_a_sender_joins_no_case_without_an_address():
    made = report(email="").ticket
    actions.add_participant(ticket=made, name="Bo", email="bo@example.com")
    actions.reply(ticket=made, author=cast.staff(name="aki"), body="Hello")
    came = receive(mail(sender="", in_reply_to=OutgoingEmail.objects.get().mail_id))
    assert came.outcome != IncomingEmail.Outcome.JOINED


def test_an_export_has_the_case_whole_but_for_notes(officer):
    made = report(decide_days=9, place="https://x.example", file=SimpleUploadedFile("screen.pdf", PDF))
    actions.reply(ticket=made.ticket, author=officer.user, body="We looked into it.")
    actions.add_note(ticket=made.ticket, author=officer.user, body="Ask the lawyers.")
    path = f"{LIST}{made.ticket.reference}/export"
    page = officer.get(f"{path}/").content.decode()
    answer = officer.get(f"{path}.json")
    told = json.loads(answer.content)
    assert f'filename="{made.ticket.reference}.json"' in answer["Content-Disposition"]
    assert (told["law"], told["kind"], told["place"]) == ("uk-osa", "content-reporting", "https://x.example")
    assert [said["from_us"] for said in told["said"]] == [False, True]
    assert told["said"][0]["files"][0]["sha256"] == StoredFile.objects.get().digest
    assert told["clocks"]["decided"]["standing"] == "running"
    for words in ("The aardvark button.", "We looked into it.", "screen.pdf", "ana@example.com"):
        assert words in page
    assert "Ask the lawyers." not in page + answer.content.decode()


def test_there_is_no_export_of_what_is_no_report(officer):
    assert officer.get(f"{LIST}{open_ticket().reference}/export/").status_code == 404


def test_officers_edit_kinds_and_their_deadlines(officer):
    kind = ReportKind.objects.get(law="eu-dsa", key="rights")
    assert officer.get(f"{DESK}reportkind/{kind.pk}/change/").status_code == 200
    assert "Empty: no deadline." in officer.get(f"{DESK}reportkind/{kind.pk}/change/").content.decode()
    assert Ticket.objects.count() == 0
    assert officer.get(f"{DESK}reportkind/").status_code == 200


def test_a_report_that_is_opened_or_exported_is_on_the_audit_trail(officer, agent):
    ticket = report().ticket
    agent.get(f"{LIST}{ticket.reference}/change/")
    for page in ("change/", "change/", "export/", "export.json"):
        officer.get(f"{LIST}{ticket.reference}/{page}")
    told = AuditEntry.objects.order_by("pk").values_list("kind", "staff_name", "object_ref")
    assert list(told) == [(kind, "noor", ticket.reference) for kind in ("report_opened", *["report_exported"] * 2)]

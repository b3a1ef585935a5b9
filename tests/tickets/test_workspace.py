"""The ticket page in the admin, and what staff do on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.workflow import Event

CHANGES = ("write", "status", "assign", "priority", "proof")
PROOF = {"Account email": "old@example.com", "Last four digits": "4242"}


def address(ticket, verb="change"):
    return f"/admin/tickets/ticket/{ticket.reference}/{verb}/"


def write(browser, ticket, **changes):
    form = {"mode": "reply", "then": "pending", "body": "Try the App Store.", "version": ticket.version, "seen": 0}
    return browser.post(address(ticket, "write"), form | changes)


def page_of(browser, ticket):
    return browser.get(address(ticket)).content.decode()


def kinds(ticket):
    return list(ticket.messages.values_list("kind", "body"))


def test_the_page_shows_the_whole_case(agent):
    citation = {"title": "Cancel a plan", "path": "/en/articles/1-x#how", "quote": "Open Billing."}
    turn = {"author": "fin", "text": "Open Billing.", "at": "2026-11-22T08:00:00+00:00", "citations": [citation]}
    ticket = open_ticket(transcript=[{"author": "person", "text": "How?", "at": "", "citations": []}, turn])
    page = page_of(agent, ticket)
    for words in ("I can&#x27;t find the button.", "hanako@example.com", "Billing and plans", "iPhone app"):
        assert words in page
    assert "Claude Pro or Max" in page
    assert "Your plan includes answers from our Product Support team, by email." in page
    assert '<a href="/en/articles/1-x#how"' in page
    assert "AI support bot Fin" in page
    assert "Receipt → hanako@example.com:" in page


def test_who_writes_stands_right_after_what_is_done_with_the_ticket(agent):
    ticket = open_ticket(proof=PROOF)
    side = page_of(agent, ticket).partition('<aside class="desk-side"')[2].partition("</aside>")[0]
    cards = ['id="controls"', "Who is writing", 'id="sla"', 'id="proof"', 'id="related"', 'id="together"']
    places = [side.index(card) for card in cards]
    assert places == sorted(places)


def test_the_newest_message_is_named_whatever_happened_since(agent, ticket):
    write(agent, ticket, mode="note", then="note", body="The last word.")
    ticket.refresh_from_db()
    actions.set_priority(ticket=ticket, author=agent.user, priority=40)
    page = page_of(agent, ticket)
    assert page.count('id="newest"') == page.count('id="latest"') == 1
    assert "The last word." in page.partition('id="newest"')[2].partition('id="latest"')[0]


def test_a_strangers_words_stay_words(agent):
    ticket = open_ticket(
        body="<script>alert(1)</script>",
        subject="<b>x</b>",
        transcript=[{"author": "fin", "text": "", "citations": [{"path": "javascript:x", "title": "t", "quote": "q"}]}],
    )
    page = page_of(agent, ticket)
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "javascript:" not in page


def test_a_reply_is_sent_and_the_ticket_waits_for_the_customer(agent, ticket):
    response = write(agent, ticket)
    assert response.headers["Location"] == address(ticket) + "#latest"
    ticket.refresh_from_db()
    assert kinds(ticket)[-1] == ("reply", "Try the App Store.")
    assert (ticket.status, ticket.assignee) == ("pending", agent.user)
    assert "your reply to Hanako Yamada leaves in" in page_of(agent, ticket)


def test_a_reply_can_solve(agent, ticket):
    write(agent, ticket, then="solved")
    ticket.refresh_from_db()
    assert ticket.status == "solved"


@pytest.mark.parametrize(
    "form", [{"mode": "note", "then": "note"}, {"mode": "note", "then": "pending"}, {"mode": "reply", "then": "note"}]
)
def test_whatever_looks_like_a_note_stays_inside(agent, ticket, form):
    assert write(agent, ticket, **form).status_code == 302
    assert kinds(ticket)[-1][0] == "note"
    assert ticket.emails.count() == 1


@pytest.mark.parametrize(
    "form", [{"body": " "}, {"body": "x" * 20_001}, {"mode": "shout"}, {"then": "explode"}, {"version": "x"}]
)
def test_an_invalid_form_comes_back_with_the_text(agent, ticket, form):
    response = write(agent, ticket, **{"body": "My long answer", **form})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert form.get("body", "My long answer").strip() in response.content.decode()
    assert len(kinds(ticket)) == 1


def test_a_reply_to_an_old_page_comes_back_with_the_text_and_marks_what_is_new(agent, ticket):
    seen = f"{ticket.messages.last().pk}-0"
    actions.add_customer_message(ticket=ticket, body="Wait, I found it!", channel="messenger")
    response = write(agent, ticket, body="My long answer", seen=seen)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody changed this ticket after you opened it." in page
    assert "My long answer</textarea>" in page
    assert page.count("data-fresh") == 1
    assert f'name="version" value="{ticket.version + 1}"' in page


def test_a_page_from_before_an_upgrade_can_still_send(agent, ticket):
    assert write(agent, ticket, seen="12").status_code == 302


def test_a_refused_reply_comes_back_with_the_reason_and_the_text(agent):
    ticket = open_ticket(proof=PROOF)
    response = write(agent, ticket, then="solved", body="Deleted as you asked")
    assert response.status_code == 409
    assert "Go through every line of the proof checklist" in response.content.decode()
    assert "Deleted as you asked</textarea>" in response.content.decode()


def test_the_status_is_changed_by_hand(agent, ticket):
    assert agent.post(address(ticket, "status"), {"event": "hold", "version": 1}).status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == "on_hold"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"event": "fly", "version": 1}, 422),
        ({"event": "hold"}, 422),
        ({"event": "solve", "version": 9}, 409),
        ({"event": "solve", "version": 1}, 409),
    ],
)
def test_a_status_change_that_cannot_be_says_why(agent, form, status):
    ticket = open_ticket(proof=PROOF)
    response = agent.post(address(ticket, "status"), form)
    assert response.status_code == status
    assert 'role="alert"' in response.content.decode()


def test_a_ticket_is_given_to_somebody_and_to_nobody(agent, lead, ticket):
    for assignee in (lead.user, None):
        agent.post(address(ticket, "assign"), {"assignee": assignee.pk if assignee else ""})
        ticket.refresh_from_db()
        assert ticket.assignee == assignee


@pytest.mark.parametrize("verb", ["assign", "priority"])
def test_a_choice_from_outside_the_list_is_refused(agent, ticket, verb):
    assert agent.post(address(ticket, verb), {verb.replace("assign", "assignee"): "999999"}).status_code == 422


def test_the_priority_is_set(agent, ticket):
    agent.post(address(ticket, "priority"), {"priority": "30"})
    ticket.refresh_from_db()
    assert ticket.priority == 30


def test_the_proof_is_ticked_line_by_line(agent):
    ticket = open_ticket(proof=PROOF)
    agent.post(address(ticket, "proof/show"))
    agent.post(address(ticket, "proof"), {"line0": "matches"})
    agent.post(address(ticket, "proof"), {"line1": "differs"})
    assert dict(ticket.proof_checks.values_list("item", "matches")) == {
        "Account email": True,
        "Last four digits": False,
    }
    page = page_of(agent, ticket)
    assert page.index("old@example.com") < page.index("4242")
    assert 'data-verdict="differs"' in page


def test_a_verdict_that_does_not_exist_is_refused(agent):
    ticket = open_ticket(proof=PROOF)
    assert agent.post(address(ticket, "proof"), {"line0": "maybe"}).status_code == 422
    assert not ticket.proof_checks.exists()


@pytest.mark.parametrize("verb", CHANGES)
def test_changes_are_not_made_by_get(agent, ticket, verb):
    assert agent.get(address(ticket, verb)).status_code == 405


def test_who_had_to_sign_in_again_finds_back_to_the_ticket(agent, ticket):
    # Signing in leads to where the form had led, by GET.
    page = agent.get(address(ticket, "write"), headers={"Accept": "text/html"}).content.decode()
    above = f"/admin/tickets/ticket/{ticket.reference}/"
    assert f'href="{above}">Go back</a>' in page
    assert agent.get(above)["Location"] == f"{address(ticket)}#latest"


def test_the_page_is_not_posted_to(agent, ticket):
    assert agent.post(address(ticket)).status_code == 405


@pytest.mark.parametrize("verb", ["change", *CHANGES])
def test_a_stranger_is_sent_to_sign_in(client, ticket, verb):
    assert client.post(address(ticket, verb)).headers["Location"].startswith("/admin/login/")
    assert client.get(address(ticket, verb)).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("verb", ["change", *CHANGES])
def test_staff_without_the_permission_are_refused(editor, ticket, verb):
    assert editor.get(address(ticket, verb)).status_code == 403
    assert editor.post(address(ticket, verb)).status_code == 403


def test_who_may_only_look_sees_no_controls(ticket):
    watcher = cast.staff_browser(name="watcher", groups=())
    watcher.user.user_permissions.set(cast.staff().groups.get().permissions.filter(codename="view_ticket"))
    page = page_of(watcher, ticket)
    assert "I can&#x27;t find the button." in page
    assert "desk-write" not in page
    assert "/assign/" not in page
    assert watcher.post(address(ticket, "write")).status_code == 403


@pytest.mark.parametrize("reference", ["HC-0000-0000", "1", "x"])
def test_an_unknown_ticket_is_not_found(agent, ticket, reference):
    assert agent.get(f"/admin/tickets/ticket/{reference}/change/").status_code == 404


def test_a_form_without_its_csrf_token_is_refused(agent, ticket):
    strict = cast.Browser(enforce_csrf_checks=True)
    strict.force_login(agent.user)
    assert write(strict, ticket).status_code == 403


def test_the_next_and_the_previous_are_those_of_the_queue(agent):
    now = timezone.now()
    old, middle, young = (open_ticket(now=now - timedelta(hours=hours)) for hours in (3, 2, 1))
    context = agent.get(address(middle)).context
    assert (context["preceding"], context["following"]) == (old.reference, young.reference)
    actions.change_status(ticket=middle, author=agent.user, event=Event.SOLVE)
    context = agent.get(address(middle)).context
    assert (context["preceding"], context["following"]) == ("", old.reference)


def test_a_follow_up_and_other_tickets_of_the_person_are_linked(agent, ticket):
    actions.change_status(ticket=ticket, author=agent.user, event=Event.CLOSE)
    follow_up = actions.add_customer_message(ticket=ticket, body="Again", channel="messenger").ticket
    assert f"follows {ticket.reference}" in page_of(agent, follow_up)
    assert address(follow_up) in page_of(agent, ticket)
    assert 'value="reply" data-key="r" disabled' in page_of(agent, ticket)


def test_what_came_by_mail_links_to_the_mail_and_its_files(agent, ticket):
    receive(mail(to=ticket.emails.get().reply_to, text="Fine.\n\n> quoted before"))
    incoming = ticket.incoming.get()
    page = page_of(agent, ticket)
    assert f"/admin/tickets/incomingemail/{incoming.pk}/change/" in page
    assert "&gt; quoted before" in page


def test_a_failed_email_shows_its_error_and_a_way_to_send_it_again(agent, ticket):
    email = ticket.emails.get()
    email.status, email.last_error = "failed", "550 No such user"
    email.save()
    page = page_of(agent, ticket)
    assert "550 No such user" in page
    assert f"/admin/tickets/outgoingemail/{email.pk}/retry/" in page


def queries_of(browser, ticket):
    """What the ticket page asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address(ticket)).status_code == 200
    return [query["sql"] for query in captured]


def test_the_page_costs_the_same_however_long_the_thread_is(agent, ticket):
    asked = []
    for number in range(1, 31):
        actions.reply(ticket=ticket, author=agent.user, body="More")
        receive(mail(to=ticket.emails.last().reply_to, mail_id=f"<{number}@x>"))
        if number in {3, 30}:
            asked.append(len(queries_of(agent, ticket)))
    assert asked[0] == asked[1] <= 25


def test_the_page_reads_neither_raw_mail_nor_what_the_emails_said(agent, ticket):
    receive(mail(to=ticket.emails.last().reply_to))
    read = " ".join(queries_of(agent, ticket))
    assert '"raw"' not in read
    assert '"body_html"' not in read


def test_what_happened_stands_after_what_was_written_with_it(agent, ticket):
    now = timezone.now()
    actions.reply(ticket=ticket, author=agent.user, body="One", now=now)
    actions.add_note(ticket=ticket, author=agent.user, body="Two", now=now + timedelta(seconds=1))
    entries = agent.get(address(ticket)).context["thread"]
    assert [entry.kind for entry in entries] == ["customer", "reply", "event", "event", "note"]
    assert [entry.words for entry in entries][2] == f"Assigned to {agent.user.username}"

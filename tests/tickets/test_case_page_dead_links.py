"""Links to the case page that open nothing any more: stopped, revoked, forged, ended; and that no log tells one."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import logs
from tests import cast
from tests.tickets.case_pages import desk_of, earlier, page, path_of
from tickets import actions
from tickets.models import Message

pytestmark = pytest.mark.django_db


def words(answer):
    """What the page says, without the key that it was asked with."""
    return answer.content.decode().replace(answer.wsgi_request.path.rpartition("/")[2], "")


def test_who_says_that_it_isnt_theirs_is_left_alone(ticket, aki):
    path = path_of(ticket)
    answer = cast.Browser().post(f"{path}/stop")
    assert "The link is stopped" in answer.content.decode()
    assert cast.Browser().get(path).status_code == 410
    email = actions.reply(ticket=ticket, author=aki, body="Try this.").emails.get()
    assert "/case/" not in email.body + email.body_html
    assert [event.arguments["email"] for event in ticket.events.filter(kind="case_link_stopped")] == [
        "hanako@example.com"
    ]


def test_one_who_stops_their_link_takes_nobody_elses(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="Jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    theirs = path_of(ticket, to="Jo@example.com")
    cast.Browser().post(f"{theirs}/stop")
    assert cast.Browser().get(theirs).status_code == 410
    assert cast.Browser().get(path_of(ticket)).status_code == 200


def test_a_stopped_link_stays_stopped_where_the_case_goes_on(ticket, aki):
    cast.Browser().post(f"{path_of(ticket)}/stop")
    actions.change_status(ticket=ticket, author=aki, event="close")
    message = actions.add_customer_message(ticket=ticket, body="Again.", channel="email")
    assert "/case/" not in message.emails.get().body


def test_staff_give_a_new_link_to_who_stopped_theirs_by_mistake(ticket, agent, aki):
    stopped = path_of(ticket)
    cast.Browser().post(f"{stopped}/stop")
    assert "hanako@example.com stopped their link" in agent.get(desk_of(ticket)).content.decode()
    agent.post(desk_of(ticket).replace("change", "link-again"), {"email": "hanako@example.com"})
    html = agent.get(desk_of(ticket)).content.decode()
    assert "stopped their link" not in html
    assert "hanako@example.com gets a link to the case page again" in html
    actions.reply(ticket=ticket, author=aki, body="Here is a new link.")
    assert cast.Browser().get(stopped).status_code == 410
    assert "Nobody on our team has looked" not in page(path_of(ticket))
    cast.Browser().post(f"{path_of(ticket)}/stop")
    assert "/case/" not in actions.reply(ticket=ticket, author=aki, body="Again.").emails.get().body


def test_nobody_who_stopped_nothing_costs_others_their_links(ticket, agent, editor):
    path = path_of(ticket)
    agent.post(desk_of(ticket).replace("change", "link-again"), {"email": "hanako@example.com"})
    assert not ticket.events.exists()
    cast.Browser().post(f"{path}/stop")
    assert (
        editor.post(desk_of(ticket).replace("change", "link-again"), {"email": "hanako@example.com"}).status_code == 403
    )


def test_staff_take_every_link_back_and_the_next_mail_has_a_new_one(ticket, agent, aki):
    before = path_of(ticket)
    agent.post(f"/admin/tickets/ticket/{ticket.reference}/revoke-links/")
    assert cast.Browser().get(before).status_code == 410
    assert "Links to the case page were revoked" in agent.get(desk_of(ticket)).content.decode()
    actions.reply(ticket=ticket, author=aki, body="Here is a new link.")
    assert path_of(ticket) != before
    page(path_of(ticket))


def test_links_of_the_whole_chain_are_taken_back(ticket, agent, aki):
    first = path_of(ticket)
    actions.change_status(ticket=ticket, author=aki, event="close")
    later = actions.add_customer_message(ticket=ticket, body="Again.", channel="email").ticket
    second = path_of(later)
    agent.post(f"/admin/tickets/ticket/{later.reference}/revoke-links/")
    assert [cast.Browser().get(path).status_code for path in (first, second)] == [410, 410]


def test_only_who_may_change_tickets_takes_links_back(ticket, editor):
    assert editor.post(f"/admin/tickets/ticket/{ticket.reference}/revoke-links/").status_code == 403
    page(path_of(ticket))


def test_a_forged_link_and_a_dead_one_say_the_same(ticket, agent):
    path = path_of(ticket)
    agent.post(f"/admin/tickets/ticket/{ticket.reference}/revoke-links/")
    forged = cast.Browser().get(path[:-1] + ("a" if path[-1] != "a" else "b"))
    dead = cast.Browser().get(path)
    assert (forged.status_code, dead.status_code) == (404, 410)
    assert words(forged) == words(dead)
    assert ticket.reference not in dead.content.decode()
    assert "reply to any email" in dead.content.decode()


def test_a_forged_link_asks_the_tickets_nothing(ticket):
    forged = re.sub(r"/case/.{8}", "/case/23456789", path_of(ticket))
    with CaptureQueriesContext(connection) as asked:
        assert cast.Browser().get(forged).status_code == 404
    assert [query["sql"] for query in asked if "tickets_" in query["sql"]] == []


def test_no_verb_of_a_dead_link_does_anything(ticket, agent):
    earlier(ticket, days=1)
    path = path_of(ticket)
    agent.post(f"/admin/tickets/ticket/{ticket.reference}/revoke-links/")
    for verb in ("write", "nudge", "stop", "language"):
        assert cast.Browser().post(f"{path}/{verb}", {"text": "x"}).status_code == 410
    assert Message.objects.filter(ticket=ticket).count() == 1
    assert not ticket.events.exclude(kind="case_links_revoked").exists()


def test_who_is_no_longer_on_the_ticket_is_out(ticket, aki):
    person = actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    path = path_of(ticket, to="jo@example.com")
    person.delete()
    assert cast.Browser().get(path).status_code == 410


def test_a_deleted_tickets_link_opens_nothing(ticket):
    path = path_of(ticket)
    ticket.delete()
    assert cast.Browser().get(path).status_code == 410


def test_a_new_key_keeps_old_links_while_the_old_one_is_listed(ticket, settings):
    path = path_of(ticket)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    html = page(path)
    assert path not in html, "its own forms carry the new key's"
    settings.SECRET_KEY_FALLBACKS = []
    assert cast.Browser().get(path).status_code == 404


@pytest.mark.parametrize("formatter", [logs.LineFormatter(), logs.JsonFormatter()])
def test_no_log_tells_a_link(ticket, formatter, caplog):
    path = path_of(ticket)
    cast.Browser().post(f"{path}/stop")
    cast.Browser().get(path)
    line = formatter.format(caplog.records[-1])
    assert "Gone: /en/case/…" in line
    assert path.rpartition("/")[2] not in line


def test_a_link_that_has_ended_is_told_to_staff(ticket, agent, aki):
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True)
    assert "They end on" in agent.get(desk_of(ticket)).content.decode()
    earlier(ticket, days=settings.CASE_LINK_DAYS)
    assert "The links in the mails have ended." in agent.get(desk_of(ticket)).content.decode()

"""What can be done on the case page: write, say that one is still waiting, and let the link open nothing any more."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import logs
from tests import cast
from tests.tickets.case_pages import earlier, page, path_of
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.case_page import actions as case_actions
from tickets.case_page.people import Person
from tickets.models import Message, Ticket
from tickets.refusals import TicketRefusedError

pytestmark = pytest.mark.django_db


def write(path, text="One more thing.", **headers):
    return cast.Browser().post(f"{path}/write", {"text": text}, headers=headers or None)


def nudges(ticket):
    return ticket.events.filter(kind="nudge").count()


def words(answer):
    """What the page says, without the key that it was asked with."""
    return answer.content.decode().replace(answer.wsgi_request.path.rpartition("/")[2], "")


def follow(answer):
    return page(answer["Location"])


# --- writing ---


def test_a_message_is_on_the_ticket_as_the_persons_own(ticket):
    html = follow(write(path_of(ticket)))
    message = ticket.messages.latest("pk")
    assert (message.channel, message.kind, message.author_name) == ("case_page", "customer", "Hanako Yamada")
    assert "Your message is with our Product Support team." in html
    assert "One more thing." in html


def test_a_participant_writes_under_their_own_name(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    write(path_of(ticket, to="jo@example.com"))
    assert ticket.messages.latest("pk").author_name == "Jo"


def test_writing_opens_a_solved_case_again(ticket, aki):
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True)
    assert "Being worked on" in follow(write(path_of(ticket)))
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_writing_on_a_closed_case_leads_to_the_one_that_it_opens(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event="close")
    html = follow(write(path_of(ticket), "It is back."))
    opened = Ticket.objects.get(follows=ticket)
    assert f"Your case {opened.reference}" in html
    assert opened.messages.get().channel == "case_page"


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(ticket):
    answer = write(path_of(ticket), "x" * 5001)
    assert answer.status_code == 422
    assert "x" * 5001 in answer.content.decode()
    assert write(path_of(ticket), " \n").status_code == 422
    assert ticket.messages.count() == 1


def test_a_secret_is_hidden_and_the_page_says_what_to_do(ticket):
    html = follow(write(path_of(ticket), "My card is 4242 4242 4242 4242."))
    assert "4242 4242" not in html
    assert "We hid a card number in your text" in html


def test_a_double_press_is_one_message_on_whichever_ticket_it_went_to(ticket, aki):
    path = path_of(ticket)
    typed = {"text": "Twice.", "submission": re.search(r'name="submission" value="([^"]+)"', page(path))[1]}
    actions.change_status(ticket=ticket, author=aki, event="close")
    first, second = (cast.Browser().post(f"{path}/write", typed) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Message.objects.filter(body="Twice.").count() == 1


def test_too_much_at_once_keeps_the_text_too(ticket, limit):
    limit("case_write", link=1)
    path = path_of(ticket)
    write(path)
    answer = write(path, "Again.")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Again.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("verb", ["write", "nudge", "stop", "language"])
def test_no_other_site_can_press_for_somebody(ticket, verb):
    earlier(ticket, days=2)
    path, before = path_of(ticket), ticket.messages.count()
    answer = cast.Browser().post(f"{path}/{verb}", {"text": "x"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert (ticket.messages.count(), ticket.events.count()) == (before, 0)


def test_what_one_chose_to_see_stays_seen():
    path = path_of(open_ticket(identity={}))
    answer = cast.Browser().post(f"{path}/write?show=1", {"text": "More."})
    assert "More." in follow(answer)


# --- still waiting ---


def test_after_a_day_the_team_can_be_told_once(ticket):
    path = path_of(ticket)
    assert "I’m still waiting</button>" not in page(path)
    earlier(ticket, days=1)
    assert "I’m still waiting</button>" in page(path)
    html = follow(cast.Browser().post(f"{path}/nudge"))
    assert "The team sees that you are still waiting." in html
    assert "You can tell us that you are still waiting from:" in html
    assert nudges(ticket) == 1


def test_a_second_press_changes_nothing_until_the_next_day(ticket):
    earlier(ticket, days=1)
    for _press in range(2):
        assert cast.Browser().post(f"{path_of(ticket)}/nudge").status_code == 302
    assert nudges(ticket) == 1
    earlier(ticket, days=1)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 2


def test_nobody_is_nudged_a_day_after_they_were_last_at_it(ticket, aki):
    earlier(ticket, days=3)
    actions.add_note(ticket=ticket, author=aki, body="Asked billing.")
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 0
    earlier(ticket, days=1)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 1


def test_who_is_to_answer_themselves_cant_nudge(ticket, aki):
    actions.reply(ticket=ticket, author=aki, body="Which one?")
    earlier(ticket, days=5)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 0
    assert "Still waiting?" not in page(path_of(ticket))
    write(path_of(ticket), "That one.")
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 0, "the team's turn has only just begun"


def test_a_nudge_leaves_the_queue_and_an_agents_open_page_as_they_are(ticket, agent):
    earlier(ticket, days=1)
    before = Ticket.objects.values("version", "updated_at", "waiting_since").get(pk=ticket.pk)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert Ticket.objects.values("version", "updated_at", "waiting_since").get(pk=ticket.pk) == before
    assert 'data-tone="nudged">still waiting' in agent.get("/admin/tickets/ticket/").content.decode()
    html = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "hanako@example.com is still waiting, and says so" in html
    assert 'data-tone="nudged">still waiting, they said under a minute ago' in html
    actions.reply(ticket=ticket, author=cast.staff(name="emi"), body="Sorry to keep you.")
    assert 'data-tone="nudged"' not in agent.get(_desk(ticket)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_nudges_at_once_are_one():
    ticket = open_ticket()
    earlier(ticket, days=1)
    person = Person("Hanako", "hanako@example.com", is_requester=True)

    def press(_number):
        try:
            case_actions.nudge(ticket=ticket, person=person, now=timezone.now())
        except TicketRefusedError:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(40))) == 1
    assert nudges(ticket) == 1


# --- the language of emails ---


def _choose(path, locale):
    return cast.Browser().post(f"{path}/language", {"locale": locale})


def test_emails_come_in_the_language_that_one_chose_and_the_page_goes_on_in_it(ticket, aki, agent):
    answer = _choose(path_of(ticket), "ja")
    html = follow(answer)
    assert "/ja/case/" in answer["Location"]
    assert '<strong lang="ja">日本語</strong>' in html
    email = actions.reply(ticket=ticket, author=aki, body="Try the App Store.").emails.get()
    assert "/ja/case/" in email.body
    assert "Try the App Store." in email.body
    assert "find the button." in html, "what was said stays"
    words = "hanako@example.com wants emails about this in 日本語, no longer in English"
    assert words in agent.get(_desk(ticket)).content.decode()


def test_choosing_the_same_language_or_none_of_ours_is_no_event(ticket):
    assert _choose(path_of(ticket), "en").status_code == 302
    assert "done=" not in _choose(path_of(ticket), "tlh")["Location"]
    assert not ticket.events.exists()


def test_a_choice_holds_where_the_case_goes_on_and_leaves_an_agents_open_page_as_it_is(ticket, aki):
    first = path_of(ticket)
    actions.change_status(ticket=ticket, author=aki, event="close")
    later = actions.add_customer_message(ticket=ticket, body="Again.", channel="email").ticket
    _choose(first, "ja")
    version = later.version
    later.refresh_from_db()
    assert (later.locale, later.version) == ("ja", version)


def test_only_the_one_whose_case_it_is_chooses(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    theirs = path_of(ticket, to="jo@example.com")
    assert "Emails about this come in" not in page(theirs)
    assert "/en/case/" in _choose(theirs, "ja")["Location"]
    assert not ticket.events.filter(kind="language").exists()


# --- links that open nothing any more ---


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
    assert "hanako@example.com stopped their link" in agent.get(_desk(ticket)).content.decode()
    agent.post(_desk(ticket).replace("change", "link-again"), {"email": "hanako@example.com"})
    html = agent.get(_desk(ticket)).content.decode()
    assert "stopped their link" not in html
    assert "hanako@example.com gets a link to the case page again" in html
    actions.reply(ticket=ticket, author=aki, body="Here is a new link.")
    assert cast.Browser().get(stopped).status_code == 410
    assert "Nobody on our team has looked" not in page(path_of(ticket))
    cast.Browser().post(f"{path_of(ticket)}/stop")
    assert "/case/" not in actions.reply(ticket=ticket, author=aki, body="Again.").emails.get().body


def test_nobody_who_stopped_nothing_costs_others_their_links(ticket, agent, editor):
    path = path_of(ticket)
    agent.post(_desk(ticket).replace("change", "link-again"), {"email": "hanako@example.com"})
    assert not ticket.events.exists()
    cast.Browser().post(f"{path}/stop")
    assert (
        editor.post(_desk(ticket).replace("change", "link-again"), {"email": "hanako@example.com"}).status_code == 403
    )


def test_staff_take_every_link_back_and_the_next_mail_has_a_new_one(ticket, agent, aki):
    before = path_of(ticket)
    agent.post(f"/admin/tickets/ticket/{ticket.reference}/revoke-links/")
    assert cast.Browser().get(before).status_code == 410
    assert "Links to the case page were revoked" in agent.get(_desk(ticket)).content.decode()
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
    assert "They end on" in agent.get(_desk(ticket)).content.decode()
    earlier(ticket, days=settings.CASE_LINK_DAYS)
    assert "The links in the mails have ended." in agent.get(_desk(ticket)).content.decode()


def _desk(ticket: Ticket) -> str:
    return f"/admin/tickets/ticket/{ticket.reference}/change/"

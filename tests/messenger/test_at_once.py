"""Two presses, two tabs, at the very same moment: real threads on real connections."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Visitor
from messenger.conversations import actions
from messenger.conversations.actions import handover
from messenger.conversations.flow import FlowRefusedError
from messenger.models import Conversation, Message, Topic
from tests import cast
from tests.messenger.steps import chatting, draft, proved, taken_up
from tickets.models import Message as TicketMessage
from tickets.models import OutgoingEmail, Ticket
from web.limits import TooOftenError
from web.models import Tally

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> Iterator[None]:
    """Django doesn't empty tables that it doesn't manage."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs all of them at the same moment; what each returned, or the error it raised."""
    ready, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            ready.wait()
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def errors(outcomes: list[object]) -> list[type]:
    return [type(each) for each in outcomes if isinstance(each, Exception)]


def test_two_handovers_make_exactly_one_ticket_and_one_receipt() -> None:
    browser = cast.browser(person="pro")
    row = chatting(browser)
    at = {"conversation": row, "visitor": browser.visitor, "now": timezone.now()}
    outcomes = at_once(*[lambda: handover.hand_over(**at)] * 4)
    assert errors(outcomes) == []
    assert Ticket.objects.count() == OutgoingEmail.objects.count() == 1
    assert {each.ticket_id for each in outcomes} == {Ticket.objects.get().pk}


NETWORKS = ("2001:db8:1:2::/64", "2001:db8:1::/56", "2001:db8:1::/48")


def test_eight_presses_of_one_person_make_one_ticket_and_count_once() -> None:
    browser = cast.browser()
    row = chatting(browser, topic="locked-out-subscription")
    proved(row)
    at = {"conversation": row, "visitor": browser.visitor, "networks": NETWORKS, "now": timezone.now()}
    assert errors(at_once(*[lambda: handover.hand_over(**at)] * 8)) == []
    assert Ticket.objects.count() == 1
    assert set(Tally.objects.filter(until__gt=timezone.now()).values_list("count", flat=True)) == {1}


def test_eight_people_of_one_network_open_exactly_as_many_tickets_as_they_may(limit) -> None:
    limit("hand_over", network=5, address=100)
    acts = []
    for _each in range(8):
        browser = cast.browser()
        row = chatting(browser, topic="locked-out-subscription")
        proved(row)
        at = {"conversation": row, "visitor": browser.visitor}
        acts.append(partial(handover.hand_over, **at, networks=NETWORKS, now=timezone.now()))
    assert errors(at_once(*acts)) == [TooOftenError] * 3
    assert Ticket.objects.count() == 5


def test_two_presses_of_send_make_one_unsent_conversation() -> None:
    visitor = cast.visitor()[0]
    act = {"visitor": visitor, "locale": "en", "text": "hello", "now": timezone.now()}
    outcomes = at_once(*[lambda: actions.start(**act)] * 4)
    assert errors(outcomes) == []
    assert Conversation.objects.count() == 1


def test_two_messages_make_one_question_and_one_refusal() -> None:
    browser = cast.browser(person="pro")
    row = chatting(browser)
    at = {"conversation": row, "visitor": browser.visitor, "now": timezone.now()}
    outcomes = at_once(*[lambda: actions.ask(**at, text="twice")] * 2)
    assert errors(outcomes) == [FlowRefusedError]
    assert row.messages.filter(text="twice").count() == 1


def test_details_given_twice_are_sent_once() -> None:
    browser = cast.browser(person="pro")
    row = draft(browser)
    at = {"conversation": row, "visitor": browser.visitor, "now": timezone.now()}
    actions.agree(**at, locale="en")
    actions.choose_topic(**at, topic=Topic.objects.get(slug="subscription"))
    outcomes = at_once(*[lambda: actions.give_details(**at, text="once", rows=[])] * 2)
    assert errors(outcomes) == [FlowRefusedError]
    assert row.messages.filter(author="person").count() == 1


def test_solved_and_not_solved_at_once_leave_one_of_the_two() -> None:
    browser = cast.browser(person="pro")
    row = chatting(browser)
    at = {"conversation": row, "visitor": browser.visitor, "now": timezone.now()}
    at_once(lambda: actions.mark_solved(**at), lambda: actions.mark_not_solved(**at))
    row.refresh_from_db()
    assert (row.stage, row.unsolved) in {("resolved", False), ("chat", True)}


def test_deleting_and_forwarding_at_once_never_leave_half_of_it() -> None:
    browser = cast.browser(person="pro")
    row = chatting(browser)
    at = {"conversation": row, "visitor": browser.visitor}
    outcomes = at_once(lambda: actions.delete(**at), lambda: handover.hand_over(**at, now=timezone.now()))
    assert set(errors(outcomes)) <= {Conversation.DoesNotExist}
    assert not Conversation.objects.exists()
    assert Ticket.objects.count() == (0 if errors(outcomes) else 1)


def test_a_second_ask_again_is_refused() -> None:
    browser = cast.browser(person="pro")
    row = chatting(browser, answered=False, now=timezone.now() - timedelta(minutes=1))
    taken_up()
    at = {"conversation": row, "visitor": browser.visitor, "now": timezone.now()}
    outcomes = at_once(*[lambda: actions.ask_again(**at)] * 2)
    assert errors(outcomes) == [FlowRefusedError]


def test_the_double_press_through_the_pages_themselves() -> None:
    token = cast.visitor(person="pro")[1]
    visitor = Visitor.objects.get()
    first = cast.browser(person="pro")
    first.visitor = visitor
    row = chatting(first)

    def press() -> int:
        browser = cast.Browser()
        browser.cookies["visitor"] = token
        return browser.post(f"/en/messenger/c/{row.reference}/hand-over").status_code

    assert at_once(press, press, press) == [302, 302, 302]
    assert Ticket.objects.count() == 1


# --- the same submission, on its way twice at the same moment ---


def pressed(token: str, address: str, fields: dict[str, str]) -> Callable[[], int]:
    def press() -> int:
        browser = cast.Browser()
        browser.cookies["visitor"] = token
        return browser.post(address, fields).status_code

    return press


def test_one_submission_at_once_is_one_conversation_one_question_and_one_message_to_the_team() -> None:
    browser = cast.browser(person="pro")
    row = chatting(browser)
    token = browser.cookies["visitor"].value
    begin = {"text": "Begun", "topic": "subscription", "submission": uuid4().hex}
    assert at_once(*[pressed(token, "/en/messenger/start", begin)] * 3) == [302] * 3
    assert Conversation.objects.filter(text="Begun").count() == Message.objects.filter(text="Begun").count() == 1
    say = {"text": "And then?", "submission": uuid4().hex}
    assert at_once(*[pressed(token, f"/en/messenger/c/{row.reference}/ask", say)] * 3) == [302] * 3
    assert row.messages.filter(text="And then?").count() == 1
    handover.hand_over(conversation=row, visitor=browser.visitor, now=timezone.now())
    tell = {"text": "Hello team", "submission": uuid4().hex}
    assert at_once(*[pressed(token, f"/en/messenger/c/{row.reference}/ask", tell)] * 3) == [302] * 3
    assert TicketMessage.objects.filter(body="Hello team").count() == 1

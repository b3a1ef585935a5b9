"""The case page behind the link of every mail: what it says, to whom, and what it keeps to itself."""

import re

import pytest
from django.conf import settings

from tests import cast
from tests.tickets.case_pages import earlier, page, path_in, path_of
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.case_page.people import token_for
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
TYPED = "Verify at https://evil.example/login"


def heading(html: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", html)[1]


def test_every_mail_has_a_link_for_its_own_reader(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Try the App Store.")
    paths = {path_in(email) for email in ticket.emails.all()}
    assert len(paths) == 2, "one of the requester's, in receipt and reply, and one of the participant's"
    assert all(f'href="{settings.SITE_URL}{path_in(email)}"' in email.body_html for email in ticket.emails.all())


def test_a_mail_speaks_of_it_in_the_tickets_language():
    assert path_of(open_ticket(locale="ja")).startswith("/ja/case/")


def test_it_says_how_the_case_stands_before_anybody_has_looked(ticket):
    html = page(path_of(ticket))
    assert heading(html) == "Received"
    assert "Nobody on our team has looked at it yet." in html
    assert "The answer comes by email to this address" in html
    assert "h…@example.com" in html
    assert "I can&#x27;t find the button." in html


def test_it_says_who_answered_and_whose_turn_it_is(ticket, aki):
    actions.reply(ticket=ticket, author=aki, body="Try the App Store.")
    html = page(path_of(ticket))
    assert heading(html) == "Answered, your turn"
    assert "aki answered" in html
    assert "Try the App Store." in html
    assert "Our team worked on it" not in html, "what comes with the answer is no other work"


def test_what_only_staff_see_is_told_as_work_alone(ticket, aki):
    actions.add_note(ticket=ticket, author=aki, body="Looks like fraud.")
    html = page(path_of(ticket))
    assert "Our team worked on it" in html
    assert "fraud" not in html
    assert "Nobody on our team" not in html


def test_neither_proof_nor_account_nor_details_are_on_it(aki):
    ticket = open_ticket(
        proof={"Last four digits": "4242"}, transcript=({"author": "fin", "text": "Said by Fin", "at": ""},)
    )
    html = page(path_of(ticket))
    for secret in ("4242", "Last four", "iPhone app", "Bought in", "individual_paid", "Pro", "claude.localhost", "Fin"):
        assert secret not in html.replace("Product", ""), secret
    assert "hanako@example.com" not in html


def test_a_stranger_is_shown_no_typed_word_before_they_ask(aki):
    ticket = open_ticket(identity={}, subject=TYPED, body=TYPED, requester_name="Evil Inc.")
    path = path_of(ticket)
    assert "evil" not in page(path).lower()
    shown = page(f"{path}?show=1")
    assert TYPED in shown
    assert 'href="https://evil' not in shown, "nothing that was typed is a link"


def test_who_answered_a_mail_sees_their_words_at_once():
    ticket = open_ticket(identity={}, body=TYPED)
    email = ticket.emails.get()
    receive(mail(in_reply_to=email.mail_id, to=email.reply_to))
    assert TYPED in page(path_of(ticket))


def test_a_link_that_somebody_quoted_is_not_handed_on(ticket):
    actions.add_participant(ticket=ticket, name="", email="jo@example.com")
    actions.add_customer_message(ticket=ticket, body=f"> {path_of(ticket)}", channel="email")
    actions.reply(ticket=ticket, author=cast.staff(name="aki"), body="Hello both.")
    html = page(path_of(ticket, to="jo@example.com"))
    assert "/en/case/…" in html
    assert path_of(ticket) not in html


def test_nobody_elses_whole_address_is_on_it(ticket, aki):
    actions.add_participant(ticket=ticket, name="", email="jo@example.com")
    actions.add_customer_message(ticket=ticket, body="I agree.", channel="email", author_name="jo@example.com")
    html = page(path_of(ticket))
    assert "jo@example.com" not in html
    assert "j…@example.com" in html


def test_it_is_there_in_every_language_under_the_same_key(ticket):
    path = path_of(ticket)
    other = path.replace("/en/", "/ja/")
    assert f'href="{other}"' in page(path)
    assert '<html lang="ja"' in page(other)


def test_no_cache_no_index_and_no_other_site_hears_of_it(ticket):
    answer = cast.Browser().get(path_of(ticket))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "strict-origin"
    assert not answer.cookies
    assert "launcher" not in answer.content.decode(), "it would carry the address along"
    assert "Content-Encoding" not in cast.Browser().get(path_of(ticket), headers={"Accept-Encoding": "gzip"})


def test_looking_changes_nothing(ticket):
    before = Ticket.objects.values().get(pk=ticket.pk)
    path = path_of(ticket)
    for method in (cast.Browser().get, cast.Browser().head):
        for below in ("", "?show=1", "?done=sent", "/write", "/nudge", "/stop"):
            method(path + below)
    assert Ticket.objects.values().get(pk=ticket.pk) == before
    assert ticket.messages.count() == 1
    assert not ticket.events.exists()


def test_the_link_of_a_closed_ticket_shows_where_it_goes_on(ticket, aki):
    path = path_of(ticket)
    actions.change_status(ticket=ticket, author=aki, event="close")
    message = actions.add_customer_message(ticket=ticket, body="It is back.", channel="email")
    html = page(path)
    assert f"It goes on in case {message.ticket.reference}." in html
    onward = re.search(r'href="(/en/case/[^"]+)">See how that one', html)[1]
    assert onward == path_of(message.ticket)
    assert "It is back." in page(onward)


def test_whoever_isnt_on_the_next_ticket_gets_no_link_to_it(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event="close")
    actions.add_customer_message(ticket=ticket, body="It is back.", channel="email")
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.add_participant(ticket=ticket, name="", email="late@example.com")
    path = f"/en/case/{token_for(ticket, 'late@example.com')}"
    assert "See how that one stands" not in page(path)


def test_a_solved_case_says_until_when_and_then_ends(ticket, aki):
    path = path_of(ticket)
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True)
    assert "This page ends" in page(path)
    earlier(ticket, days=settings.CASE_LINK_DAYS - 1)
    assert heading(page(path)) == "Done"
    earlier(ticket, days=1)
    assert cast.Browser().get(path).status_code == 410


def test_more_than_a_few_hundred_looks_from_one_network_wait(ticket, limit):
    limit("case", network=1)
    path = path_of(ticket)
    assert cast.Browser().get(path).status_code == 200
    answer = cast.Browser().get(path)
    assert (answer.status_code, answer["Referrer-Policy"]) == (429, "strict-origin")
    assert int(answer["Retry-After"]) > 0


def test_the_mark_of_a_secret_is_shown_in_the_readers_language():
    found = page(path_of(open_ticket(locale="ja", body="Card 4242 4242 4242 4242")))
    assert "[カード番号 ••••4242]" in found

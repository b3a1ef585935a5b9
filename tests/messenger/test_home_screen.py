"""The home in its order: search, what runs, a message, articles that fit, further ways; and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpcenter.actions import place_article, set_landmark
from helpcenter.models import Article
from messenger.models import Conversation, Topic, TopicField
from tests import cast
from tests.messenger.steps import at, chatting, draft, forwarded, replied
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HOME = "/en/messenger/"
WAYS_IN = ["locked-out-deletion", "locked-out-export", "locked-out-subscription", "locked-out-login-mail"]


def home(browser: cast.Browser, query: str = "") -> str:
    return browser.get(f"{HOME}{query}").content.decode()


def test_everything_stands_in_its_order(pro: cast.Browser, articles: None) -> None:
    row = chatting(pro, text="My words")
    page = home(pro)
    order = [
        ">Pro</bdi> ·",
        "claude.localhost</span>",
        "How can we help?",
        'name="q"',
        "Continue: My words",
        'id="messenger-text"',
        "Articles that may help",
        "Your options",
        "My conversations",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert f'href="{at(row)}"' in page


# --- what runs ---


def test_one_unread_answer_is_one_press_away(pro: cast.Browser) -> None:
    row = forwarded(pro)
    replied(row)
    page = home(pro)
    assert f'<a class="teaser" data-unread href="{at(row)}">' in page
    assert "Our Product Support team answered you" in page


def test_several_unread_answers_are_counted_and_lead_to_the_list(pro: cast.Browser) -> None:
    for _each in "12":
        replied(forwarded(pro))
    page = home(pro)
    assert 'data-unread href="/en/messenger/conversations"' in page
    assert "answered 2 of your conversations" in page


@pytest.mark.parametrize("status", ["solved", "closed"])
def test_what_is_done_is_not_offered_to_go_on_with(status: str, pro: cast.Browser) -> None:
    forwarded(pro)
    Ticket.objects.update(status=status, waiting_since=None, solved_at=timezone.now())
    assert "teaser" not in home(pro)


def test_an_unread_answer_to_what_is_done_is_to_be_read_not_to_be_gone_on_with(pro: cast.Browser) -> None:
    row = forwarded(pro, text="My words")
    replied(row)
    assert "Continue: My words" in home(pro)
    Ticket.objects.update(status="solved", waiting_since=None, solved_at=timezone.now())
    page = home(pro)
    assert f'<a class="teaser" data-unread href="{at(row)}">' in page
    assert ">My words</span>" in page
    assert "Continue:" not in page


def test_a_text_without_a_conversation_waits_where_it_was_typed(pro: cast.Browser) -> None:
    draft(pro, text="Half a senten")
    page = home(pro)
    assert "Half a senten</textarea>" in page
    assert "teaser" not in page


# --- words that a link brings ---


def written(page: str) -> str:
    return page.partition('id="messenger-text"')[2].partition(">")[2].partition("</textarea>")[0]


def test_what_was_searched_for_stands_in_the_message(reader: cast.Browser) -> None:
    assert written(home(reader, "?text=refund+<b>+%00")) == "refund &lt;b&gt;"
    assert written(home(reader, "?text=" + "x" * 5001)) == "x" * 5000


def test_what_a_link_brings_stands_below_what_was_typed_and_never_twice(pro: cast.Browser) -> None:
    draft(pro, text="Half a senten")
    assert written(home(pro, "?text=refund")) == "Half a senten\n\nrefund"
    assert written(home(pro, "?text=senten")) == "Half a senten"
    assert written(home(pro, "?text=" + "x" * 5000)) == "Half a senten"


# --- articles and topics at hand ---


def place(number: int, *, related: tuple[int, ...] = (), featured: bool = False) -> None:
    place_article(number=number, collection=1, related=list(related), featured=featured, source_locale="en")


def offered(page: str) -> list[str]:
    part = page.partition('id="at-hand-title"')[2].partition("</ul>")[0]
    return [each.partition("?")[0] for each in part.split('href="/en/messenger/articles/')[1:]]


def test_on_an_article_its_related_ones_come_first_and_never_itself(reader: cast.Browser, articles: None) -> None:
    place(9018020, related=(9015934,))
    shown = offered(home(reader, "?panel=1&from=/en/articles/9018020-an-article"))
    assert shown == ["9015934", "9017027"]


def test_a_side_trip_comes_back_to_the_same_address_however_home_was_fetched(
    reader: cast.Browser, articles: None
) -> None:
    whole = home(reader, "?panel=1&from=/en/articles/9018020-an-article")
    assert 'reach?back=%2Fen%2Fmessenger%2F"' in whole
    alone = home(reader, "?from=/en/articles/9018020-an-article")
    assert "reach?back=%2Fen%2Fmessenger%2F%3Ffrom%3D" in alone


def test_on_a_collection_its_articles_are_at_hand_and_nothing_about_opening_the_messenger(
    reader: cast.Browser, articles: None
) -> None:
    assert "9015941" not in offered(home(reader, "?panel=1&from=/en/collections/1-all"))
    assert len(offered(home(reader, "?panel=1&from=/en/collections/1-all"))) == 3


def test_who_is_logged_in_gets_the_articles_of_their_products_topics(pro: cast.Browser, articles: None) -> None:
    assert offered(home(pro)) == ["9018020", "9017027"]


def test_anybody_else_gets_the_featured_ones(reader: cast.Browser, articles: None) -> None:
    assert offered(home(reader)) == []
    place(9017027, featured=True)
    place(9015941, featured=True)
    assert offered(home(reader)) == ["9017027"]


@pytest.mark.parametrize("source", ["/en/articles/77-x", "/en/articles/9999999999999999999-x", "//evil", "/en/"])
def test_odd_pages_to_come_from_do_no_harm(source: str, reader: cast.Browser, articles: None) -> None:
    assert reader.get(f"{HOME}?panel=1&from={source}").status_code == 200


def test_the_topic_of_the_page_stands_first_among_those_to_send_to(pro: cast.Browser, articles: None) -> None:
    def first(page: str) -> str:
        return page.partition('name="topic" value="')[2].partition('"')[0]

    assert first(home(pro)) == "billing"
    assert first(home(pro, "?panel=1&from=/en/articles/9017027-an-article")) == "delete-account"


# --- one press, and the way for who can't log in ---


def test_a_topic_that_asks_for_nothing_is_sent_by_one_press(pro: cast.Browser) -> None:
    chatting(pro)
    response = pro.post("/en/messenger/start", {"text": "How do I cancel?", "topic": "subscription"})
    row = Conversation.objects.latest("pk")
    assert (response.status_code, response["Location"]) == (302, at(row))
    assert (row.stage, [message.text for message in row.messages.all()]) == ("chat", ["How do I cancel?", ""])


def test_the_consent_is_the_only_thing_between_on_the_first_time(pro: cast.Browser) -> None:
    pro.post("/en/messenger/start", {"text": "How do I cancel?", "topic": "subscription"})
    row = Conversation.objects.get()
    assert row.stage == "draft"
    pro.post(at(row, "agree"))
    row.refresh_from_db()
    assert row.stage == "chat"


def test_a_topic_with_details_asks_for_them_and_has_the_text(pro: cast.Browser) -> None:
    chatting(pro)
    started = pro.post("/en/messenger/start", {"text": "Charged twice", "topic": "billing"})
    page = pro.get(started["Location"]).content.decode()
    assert "Charged twice</textarea>" in page
    assert 'name="field_billing_subject"' in page
    assert "A few details" in page


def test_without_a_text_the_message_is_all_that_is_asked(pro: cast.Browser) -> None:
    chatting(pro)
    started = pro.post("/en/messenger/start", {"text": "", "topic": "subscription"})
    page = pro.get(started["Location"]).content.decode()
    assert '<h1 class="bar-title" id="screen-title" tabindex="-1">Your message</h1>' in page
    assert page.count('<div class="field">') == 1
    assert 'aria-label="Back"' in page


def test_a_topic_of_somebody_else_is_asked_for_anew(pro: cast.Browser) -> None:
    chatting(pro)
    pro.post("/en/messenger/start", {"text": "My key", "topic": "api"})
    assert Conversation.objects.latest("pk").stage == "topic"


def test_a_field_for_writing_on_behalf_is_asked_of_those_alone_who_may(team_member: cast.Browser) -> None:
    owner = cast.browser(person="team_owner")
    TopicField.objects.create(topic=Topic.objects.get(slug="team"), key="seat", on_behalf=True)
    for browser in (owner, team_member):
        chatting(browser)
        browser.post("/en/messenger/start", {"text": "A seat", "topic": "team"})
    stages = dict(Conversation.objects.filter(text="A seat").values_list("customer__subject", "stage"))
    assert stages == {"team_owner": "details", "team_member": "chat"}


def test_who_cant_log_in_chooses_what_they_need_and_keeps_their_words(reader: cast.Browser) -> None:
    assert 'name="about" value="cant_log_in"' in home(reader)
    asked = reader.post("/en/messenger/start", {"text": "Help <me>", "about": "cant_log_in"})
    assert asked["Location"] == "/en/messenger/cant-log-in"
    page = reader.get(asked["Location"]).content.decode()
    assert "Help &lt;me&gt;</textarea>" in page
    assert page.count('name="topic" value="locked-out-') == len(WAYS_IN)
    assert "Help &lt;me&gt;</textarea>" in home(reader), "whoever goes back finds it"
    started = reader.post("/en/messenger/start", {"text": "Help <me>", "topic": "locked-out-export"})
    reader.post(started["Location"] + "agree")
    assert 'name="field_account_email"' in reader.get(started["Location"]).content.decode()


def test_the_way_for_who_cant_log_in_keeps_nothing_of_who_typed_nothing(reader: cast.Browser) -> None:
    asked = reader.post("/en/messenger/start", {"text": "", "about": "cant_log_in"})
    assert asked["Location"] == "/en/messenger/cant-log-in"
    assert not Conversation.objects.exists()
    assert not asked.cookies


def test_the_way_for_who_cant_log_in_has_an_address_and_is_everybodys(reader: cast.Browser, pro: cast.Browser) -> None:
    for browser in (reader, pro):
        page = browser.get("/en/messenger/cant-log-in").content.decode()
        assert page.count('name="topic" value="locked-out-') == len(WAYS_IN)
        assert 'name="about" value="cant_log_in"' in home(browser)


def test_where_no_way_in_is_offered_its_address_leads_home(pro: cast.Browser) -> None:
    Topic.objects.filter(kind="cant_log_in").update(active=False)
    assert pro.get("/en/messenger/cant-log-in")["Location"] == HOME


# --- refusals hand back ---


def test_a_card_number_in_a_handed_back_field_is_hidden_and_the_words_around_it_stay(reader: cast.Browser) -> None:
    fields = {"text": "the story", "field_organisation": "Acme, card 4242 4242 4242 4242", "field_where": "web"}
    assert reader.post("/en/messenger/start", fields).status_code == 302
    row = Conversation.objects.get()
    assert row.text == "the story"
    assert row.details["typed"] == {"organisation": "Acme, card [card number ••••4242]", "where": "web"}


def test_too_many_questions_leave_the_message_where_it_was(pro: cast.Browser, limit) -> None:
    chatting(pro)
    limit("ask", customer=1)
    response = pro.post("/en/messenger/start", {"text": "One more", "topic": "subscription"})
    assert response.status_code == 429
    assert "One more" in response.content.decode()
    assert "One more" in home(pro)


# --- cost ---


@pytest.mark.parametrize(("person", "most"), [("pro", 10), ("", 6)])
def test_the_home_asks_little_of_the_database(person: str, most: int, articles: None) -> None:
    browser = cast.browser(person=person) if person else cast.Browser()
    if person:
        for _each in "123":
            forwarded(browser)
    set_landmark(key="get_support", article=Article.objects.get(number=9015941))
    home(browser)
    with CaptureQueriesContext(connection) as captured:
        home(browser, "?panel=1&from=/en/articles/9018020-an-article")
    assert len(captured) <= most

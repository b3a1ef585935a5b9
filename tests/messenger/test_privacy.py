"""Who may see what: strangers, shared browsers, frames beside cookies, ended visits, deleted rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import forget_visitors
from accounts.models import Visitor
from messenger.models import Conversation
from privacy import tasks
from tests import cast
from tests.messenger.steps import at, chatting, draft, forwarded
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def ends(browser: cast.Browser, *, ago: timedelta = timedelta(seconds=1)) -> None:
    Visitor.objects.filter(pk=browser.visitor.pk).update(expires_at=timezone.now() - ago)


@pytest.mark.parametrize("stranger", ["free", "team_member", ""])
@pytest.mark.parametrize("verb", ["", "thread", "transcript.txt"])
def test_a_stranger_sees_nothing_of_a_conversation(verb: str, stranger: str, pro: cast.Browser) -> None:
    row = chatting(pro, text="something private")
    response = cast.browser(person=stranger).get(at(row, verb))
    assert response.status_code == 404
    assert "something private" not in response.content.decode()


@pytest.mark.parametrize(
    "verb",
    [
        "agree",
        "topic",
        "change-topic",
        "details",
        "ask",
        "ask-again",
        "solved",
        "not-solved",
        "hand-over",
        "leave",
        "delete",
    ],
)
def test_a_stranger_changes_nothing(verb: str, pro: cast.Browser, free: cast.Browser) -> None:
    row = chatting(pro)
    before = Conversation.objects.values().get()
    assert free.post(at(row, verb), {"text": "mine now", "topic": "billing"}).status_code == 404
    assert Conversation.objects.values().get() == before
    assert row.messages.count() == 2


def test_a_missing_conversation_and_somebody_elses_look_alike(pro: cast.Browser, free: cast.Browser) -> None:
    row = draft(pro)
    theirs = free.get(at(row)).content.decode().replace(row.reference, "x")
    nobodys = free.get("/en/messenger/c/nobodysword/").content.decode().replace("nobodysword", "x")
    assert theirs == nobodys


def test_another_browser_of_the_same_customer_goes_on(pro: cast.Browser) -> None:
    row = draft(pro, text="begun at home")
    assert "begun at home" in cast.browser(person="pro").get(at(row)).content.decode()


def test_a_draft_follows_into_the_sign_in_and_from_there_to_other_browsers(locked_out: cast.Browser) -> None:
    row = draft(locked_out, text="before I signed in")
    signed_in = locked_out.visitor
    signed_in.customer, signed_in.domain = cast.customer(person="pro"), cast.domain()
    signed_in.save()
    assert locked_out.get(at(row)).status_code == 200
    assert cast.browser(person="pro").get(at(row)).status_code == 200
    assert cast.browser(person="free").get(at(row)).status_code == 404


def test_after_signing_out_a_shared_browser_shows_nothing_and_the_customer_still_has_it(pro: cast.Browser) -> None:
    row = draft(pro, text="for me alone")
    old = pro.cookies["visitor"].value
    assert pro.post("/en/sign-out/").status_code == 302
    for token in ("", old):
        pro.cookies["visitor"] = token
        assert pro.get(at(row)).status_code == 404
        assert "for me alone" not in pro.get("/en/messenger/").content.decode()
        assert "for me alone" not in pro.get("/en/messenger/conversations").content.decode()
    assert cast.browser(person="pro").get(at(row)).status_code == 200


def test_pages_of_a_person_are_kept_nowhere(pro: cast.Browser) -> None:
    for path in ("/en/messenger/", "/en/messenger/conversations", at(draft(pro))):
        assert "no-store" in pro.get(path)["Cache-Control"]


def test_the_frames_person_goes_before_the_cookies(pro: cast.Browser) -> None:
    row = draft(pro)
    _visitor, token = cast.visitor(person="free")
    assert pro.get(at(row), headers={"X-Visitor": token}).status_code == 404


@pytest.mark.parametrize("header", ["made-up", "expired"])
def test_a_frame_with_a_worthless_token_is_never_taken_for_the_cookies_person(header: str, pro: cast.Browser) -> None:
    row = draft(pro)
    other = cast.browser(person="free")
    ends(other)
    token = other.cookies["visitor"].value if header == "expired" else header
    assert pro.get(at(row), headers={"X-Visitor": token}).status_code == 404


# --- a visit that ends while somebody writes ---


@pytest.mark.parametrize("verb", ["ask", "details"])
def test_what_was_typed_survives_the_end_of_the_visit(verb: str, pro: cast.Browser) -> None:
    row = chatting(pro)
    ends(pro)
    response = pro.post(at(row, verb), {"text": "an hour of <work>"})
    page = response.content.decode()
    assert response.status_code == 404
    assert "an hour of &lt;work&gt;</textarea>" in page
    assert f"/en/sign-in/?next=%2Fen%2Fmessenger%2Fc%2F{row.reference}%2F" in page
    assert 'action="/en/messenger/start"' in page


def test_the_details_are_handed_back_too_and_can_be_changed(locked_out: cast.Browser) -> None:
    row = draft(locked_out)
    ends(locked_out)
    fields = {
        "text": "the story",
        "field_organisation": "Acme & <Co>",
        "field_last_four": "",
        "field_request": "refund",
    }
    page = locked_out.post(at(row, "details"), fields).content.decode()
    assert 'name="field_organisation" value="Acme &amp; &lt;Co&gt;"' in page
    assert '<option value="refund" selected>' in page
    assert "field_last_four" not in page


def test_what_was_handed_back_stands_in_the_details_again_after_signing_in(pro: cast.Browser) -> None:
    row = draft(pro)
    ends(pro)
    fields = {"topic": "using-claude", "text": "the story", "field_where": "web", "field_error_message": "E 7"}
    page = pro.post(at(row, "details"), fields).content.decode()
    assert '<input type="hidden" name="topic" value="using-claude">' in page
    started = pro.post("/en/messenger/start", fields)
    visit = Visitor.objects.latest("pk")
    Visitor.objects.filter(pk=visit.pk).update(customer=cast.customer(person="pro"), domain=cast.domain())
    pro.post(started["Location"] + "agree")
    details = pro.get(started["Location"]).content.decode()
    assert "the story</textarea>" in details
    assert 'value="E 7"' in details
    assert '<option value="web" selected>' in details


def test_the_handed_back_text_starts_a_conversation(pro: cast.Browser) -> None:
    ends(pro)
    response = pro.post("/en/messenger/start", {"text": "an hour of work"})
    assert response.status_code == 302
    assert Conversation.objects.get().text == "an hour of work"


def test_in_a_frame_the_missing_conversation_is_a_fragment_without_a_sign_in(pro: cast.Browser) -> None:
    _visitor, token = cast.visitor()
    page = pro.get(at(draft(pro)), headers={"X-Visitor": token, "HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<section id="messenger"')
    assert "/sign-in/" not in page


def test_the_panel_comes_back_to_the_page_it_was_opened_on(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/c/abc/?panel=1&from=/ja/articles/9015913-x").content.decode()
    assert "next=%2Fja%2Farticles%2F9015913-x%23messenger-abc" in page


def test_a_missing_conversation_leads_nowhere_else(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/c/abc/?panel=1&from=/%09/evil.example").content.decode()
    assert "evil" not in page


# --- rows that go ---


def test_a_deleted_visitor_leaves_no_row_that_anybody_could_read(locked_out: cast.Browser) -> None:
    row = chatting(locked_out, topic="other", text="anonymous words")
    locked_out.visitor.delete()
    row.refresh_from_db()
    assert (row.visitor, row.customer) == (None, None)
    for browser in (locked_out, cast.browser(), cast.browser(person="pro"), cast.Browser()):
        assert browser.get(at(row)).status_code == 404
        assert "anonymous words" not in browser.get("/en/messenger/conversations").content.decode()


def test_a_deleted_customer_takes_their_conversations_along(pro: cast.Browser) -> None:
    draft(pro)
    pro.visitor.customer.delete()
    assert not Conversation.objects.exists()


def test_once_a_night_ended_visits_that_hold_nothing_are_forgotten() -> None:
    empty, fresh = cast.browser(), cast.browser()
    ends(empty, ago=timedelta(days=2))
    tasks.forget(timestamp=0)
    assert list(Visitor.objects.all()) == [fresh.visitor]


@pytest.mark.parametrize("person", ["pro", ""])
def test_visits_with_a_sent_conversation_stay_with_their_consent(person: str) -> None:
    browser = cast.browser(person=person)
    row = chatting(browser, topic="subscription" if person else "other")
    ends(browser, ago=timedelta(days=80))
    tasks.forget(timestamp=0)
    row.refresh_from_db()
    assert row.visitor == browser.visitor
    assert row.consented_at is not None


def test_a_text_never_sent_goes_with_the_only_way_back_to_it(locked_out: cast.Browser) -> None:
    draft(locked_out, text="nobody agreed to send this")
    ends(locked_out, ago=timedelta(days=2))
    tasks.forget(timestamp=0)
    assert not Conversation.objects.exists()
    assert not Visitor.objects.exists()


def test_a_customers_unsent_text_stays_since_they_can_come_back(pro: cast.Browser) -> None:
    draft(pro, text="tomorrow")
    ends(pro, ago=timedelta(days=2))
    tasks.forget(timestamp=0)
    assert Conversation.objects.get().text == "tomorrow"


def test_somebody_who_has_just_run_out_is_given_a_day(locked_out: cast.Browser) -> None:
    draft(locked_out)
    ends(locked_out)
    tasks.forget(timestamp=0)
    assert Conversation.objects.count() == Visitor.objects.count() == 1


def test_forgetting_goes_on_until_nothing_is_left(monkeypatch) -> None:
    monkeypatch.setattr("accounts.actions.visiting._BATCH", 2)
    for _each in range(5):
        cast.visitor()
    assert forget_visitors(visitors=Visitor.objects.all()) == 5
    assert not Visitor.objects.exists()


def test_a_chat_that_nobody_can_come_back_to_goes_after_its_days(locked_out: cast.Browser, settings) -> None:
    settings.CHAT_DAYS = 90
    row = chatting(locked_out, topic="other")
    for days, left in ((89, True), (91, False)):
        Visitor.objects.update(expires_at=timezone.now() - timedelta(days=days))
        tasks.forget(timestamp=0)
        assert Conversation.objects.filter(pk=row.pk).exists() is left
    assert not Visitor.objects.exists()


def test_what_it_became_a_ticket_for_stays(locked_out: cast.Browser) -> None:
    forwarded(locked_out, topic="locked-out-subscription")
    Visitor.objects.update(expires_at=timezone.now() - timedelta(days=91))
    tasks.forget(timestamp=0)
    assert not Conversation.objects.exists()
    assert Ticket.objects.get().transcript


def test_a_customers_chat_stays(pro: cast.Browser) -> None:
    chatting(pro)
    Visitor.objects.update(expires_at=timezone.now() - timedelta(days=999))
    tasks.forget(timestamp=0)
    assert Conversation.objects.exists()


def test_a_chat_whose_visit_is_gone_goes_by_its_own_age(locked_out: cast.Browser) -> None:
    row = chatting(locked_out, topic="other")
    Visitor.objects.all().delete()
    for days, left in ((89, True), (91, False)):
        Conversation.objects.update(updated_at=timezone.now() - timedelta(days=days))
        tasks.forget(timestamp=0)
        assert Conversation.objects.filter(pk=row.pk).exists() is left

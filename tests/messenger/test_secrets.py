"""A secret is hidden before a conversation stores it, whichever way it is said, and the person is told what to do."""

from urllib.parse import quote

import pytest
from django.utils import timezone

from helpcenter.actions import set_landmark
from helpcenter.models import Article
from messenger.conversations import actions
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, chatting, draft, forwarded, in_details, proved
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
KEY = "sk-ant-api03-Abcdefghijklmnop1234"
HIDDEN = "[API key sk-ant-••••1234]"


def everything_stored() -> str:
    """All rows of a conversation and its ticket, as text."""
    kinds = (Conversation, Conversation.messages.rel.related_model, Ticket, Message)
    return " ".join(str(row) for kind in kinds for row in kind.objects.values())


def test_every_way_of_saying_it_hides_it(pro: cast.Browser) -> None:
    row = chatting(pro, text=f"Asked {KEY}")
    pro.post(at(row, "ask"), {"text": f"And {KEY}"})
    actions.keep_unsent(conversation=row, visitor=pro.visitor, text=f"Unsent {KEY}", now=timezone.now())
    draft(pro, text=f"Begun {KEY}")
    stored = everything_stored()
    assert [f"{word} {HIDDEN}" in stored for word in ("Asked", "And", "Unsent", "Begun")] == [True] * 4
    assert KEY not in stored


def test_a_ticket_has_no_secret_in_its_subject_details_transcript_and_messages(locked_out: cast.Browser) -> None:
    row = in_details(locked_out, "locked-out-deletion")
    fields = {"field_account_email": "me@example.com", "field_organisation": f"Acme {KEY}"}
    locked_out.post(at(row, "details"), fields | {"text": f"Delete it {KEY}"})
    row.messages.filter(author="fin").update(state="ready")
    # As an older version had stored it.
    row.messages.filter(author="person").update(text=f"Before {KEY}")
    proved(row)
    locked_out.post(at(row, "hand-over"))
    ticket = Ticket.objects.get()
    assert KEY not in f"{ticket.subject} {ticket.details} {ticket.proof} {ticket.transcript}"
    assert HIDDEN in ticket.subject
    assert ticket.messages.get().masked == ["api_key"]


def test_the_person_is_told_beside_the_message_and_led_to_the_article(
    pro: cast.Browser, articles: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpcenter.reading.landmarks.READ_AGAIN_AFTER", 0)
    set_landmark(key="rotate_key", article=Article.objects.get(number=9018020))
    row = chatting(pro, text=f"It fails with {KEY}")
    assert row.messages.get(author="person").masked == ["api_key"]
    page = pro.get(at(row)).content.decode()
    assert page.count("We hid an API key in your text before it was stored.") == 1
    assert f'/en/messenger/articles/9018020?back={quote(at(row), safe="")}"' in page


def test_the_mark_is_shown_in_the_readers_language_and_stored_in_one(pro: cast.Browser) -> None:
    row = chatting(pro, text=f"エラー 4242 4242 4242 4242 {KEY}")
    japanese = at(row).replace("/en/", "/ja/", 1)
    for address in (
        japanese,
        f"{japanese}transcript.html",
        f"{japanese}transcript.txt",
        "/ja/messenger/conversations",
        "/ja/messenger/",
    ):
        page = pro.get(address).content.decode()
        assert "[カード番号 ••••4242]" in page, address
        assert "[card number" not in page, address
    assert HIDDEN in pro.get(at(row)).content.decode()
    assert HIDDEN in row.messages.get(author="person").text


def test_only_messages_with_a_secret_say_so(pro: cast.Browser) -> None:
    row = forwarded(pro)
    pro.post(at(row, "ask"), {"text": "My password doesn't work"})
    assert 'class="masked' not in pro.get(at(row)).content.decode()
    assert Message.objects.latest("pk").body == "My password doesn't work"

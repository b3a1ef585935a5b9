"""During an upgrade a newer process may have stored a stage, or an event, that this one doesn't know."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from messenger.conversations import flow
from messenger.conversations.flow import Event, FlowRefusedError, Refusal
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, chatting
from tests.pictures import PDF
from tickets.labels import event_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
KINDLY = "this conversation is a step ahead of this page"


@pytest.fixture
def ahead(pro: cast.Browser) -> Conversation:
    row = chatting(pro)
    Conversation.objects.filter(pk=row.pk).update(stage="of_tomorrow", unsolved=True)
    return row


@pytest.mark.parametrize("panel", ["", "?panel=1"])
def test_it_is_shown_with_what_was_said_and_why_it_does_not_go_on(
    pro: cast.Browser, ahead: Conversation, panel: str
) -> None:
    response = pro.get(at(ahead) + panel)
    page = response.content.decode()
    assert response.status_code == 200
    assert KINDLY in page
    assert ahead.text in page


VERBS = {
    **{name: {} for name in ("agree", "solved", "self-service-tried", "ask-fin-first", "change-topic")},
    **{name: {"text": "Kept words"} for name in ("ask", "not-solved", "hand-over", "details", "leave")},
    "topic": {"topic": "billing"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_no_press_is_an_error_or_moves_it_and_what_was_typed_stays(
    pro: cast.Browser, ahead: Conversation, verb: str
) -> None:
    answer = pro.post(at(ahead, verb), VERBS[verb])
    assert answer.status_code == (302 if verb == "leave" else 409)
    if "text" in VERBS[verb]:
        assert "Kept words" in pro.get(at(ahead)).content.decode()
    ahead.refresh_from_db()
    assert ahead.stage == "of_tomorrow"


def test_a_file_is_refused_in_the_same_words(pro: cast.Browser, ahead: Conversation) -> None:
    answer = pro.post(at(ahead, "ask"), {"files": SimpleUploadedFile("a.pdf", PDF), "text": "Kept words"})
    assert answer.status_code == 409
    assert KINDLY in answer.content.decode()
    assert "Kept words" in answer.content.decode()


@pytest.mark.parametrize("page", ["", "conversations", "c/{}/thread", "c/{}/transcript.html", "c/{}/transcript.json"])
def test_home_and_list_lead_to_it_and_what_reads_it_goes_on(pro: cast.Browser, ahead: Conversation, page: str) -> None:
    response = pro.get(f"/en/messenger/{page.format(ahead.reference)}")
    assert response.status_code == 200
    if page in {"", "conversations"}:
        assert at(ahead) in response.content.decode()


def test_staff_see_it_in_the_list_and_on_its_page(lead: cast.Browser, ahead: Conversation) -> None:
    assert ahead.reference in lead.get("/admin/messenger/conversation/").content.decode()
    assert lead.get(f"/admin/messenger/conversation/{ahead.pk}/change/").status_code == 200


@pytest.mark.parametrize("event", Event)
def test_no_event_moves_a_stage_that_is_not_known(event: Event) -> None:
    with pytest.raises(FlowRefusedError) as refused:
        flow.advance("of_tomorrow", event)
    assert refused.value.refusal == Refusal.UNKNOWN_STEP


def test_an_event_of_tomorrow_stands_on_a_tickets_thread() -> None:
    assert "of_tomorrow" in event_text("of_tomorrow", {"more": "x"}, {})

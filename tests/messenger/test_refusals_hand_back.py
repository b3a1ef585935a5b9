"""Every field comes back from every refusal, on a plain page: stored where it may be, else shown where it stands."""

import pytest

from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, chatting, draft, in_details

pytestmark = pytest.mark.django_db
STORY = "An hour of <work>"
FIELDS = {"text": STORY, "field_where": "mobile", "field_error_message": "E 7 & more"}


def to_legacy(browser: cast.Browser) -> None:
    """The same person, now signed in at the address that is being replaced."""
    browser.visitor.domain = cast.domain(host="console.localhost")
    browser.visitor.save()


def test_the_gate_shows_and_keeps_every_detail(console_admin: cast.Browser) -> None:
    row = in_details(console_admin, "api")
    to_legacy(console_admin)
    fields = {"text": STORY, "field_request_id": "req_1", "field_error_message": "E 7"}
    response = console_admin.post(at(row, "details"), fields)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("An hour of &lt;work&gt;", "req_1", "E 7"):
        assert words in page
    console_admin.visitor.domain = cast.domain(host="platform.localhost")
    console_admin.visitor.save()
    details = console_admin.get(at(row)).content.decode()
    assert "An hour of &lt;work&gt;</textarea>" in details
    assert 'value="req_1"' in details


def test_details_that_come_when_another_tab_went_back_to_the_topics_are_there_again(pro: cast.Browser) -> None:
    row = in_details(pro, "using-claude")
    pro.post(at(row, "change-topic"), {"text": "First"})
    refused = pro.post(at(row, "details"), FIELDS)
    assert refused.status_code == 409
    assert "An hour of &lt;work&gt;" in refused.content.decode()
    assert "In the mobile app" in refused.content.decode()
    pro.post(at(row, "topic"), {"topic": "using-claude"})
    details = pro.get(at(row)).content.decode()
    assert "An hour of &lt;work&gt;</textarea>" in details
    assert '<option value="mobile" selected>' in details
    assert 'value="E 7 &amp; more"' in details


def test_details_that_come_after_another_tab_sent_its_own_are_shown_beside_the_thread(pro: cast.Browser) -> None:
    row = in_details(pro, "using-claude")
    pro.post(at(row, "details"), {"text": "From the other tab", "field_where": "web"})
    refused = pro.post(at(row, "details"), FIELDS)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "An hour of &lt;work&gt;</textarea>" in page
    assert "E 7 &amp; more" in page


@pytest.mark.parametrize("verb", ["change-topic", "details"])
def test_too_long_a_text_is_refused_with_all_fields_standing(verb: str, pro: cast.Browser) -> None:
    row = in_details(pro, "using-claude")
    response = pro.post(at(row, verb), {**FIELDS, "text": "x" * 5001})
    page = response.content.decode()
    assert response.status_code == 422
    assert f"{'x' * 5001}</textarea>" in page
    assert 'value="E 7 &amp; more"' in page
    assert '<option value="mobile" selected>' in page
    assert "This is too long to send: 5001 characters, and at most 5000 go at a time." in page


def test_no_browser_is_asked_to_cut_what_is_pasted(pro: cast.Browser) -> None:
    details, chat = in_details(pro, "using-claude"), chatting(pro)
    for address in ("/en/messenger/", "/en/messenger/search?q=xyz", "/en/messenger/c/gone/", at(details), at(chat)):
        page = pro.get(address).content.decode()
        assert 'maxlength="5000"' not in page, address


def test_a_text_that_cannot_be_kept_is_still_shown_at_the_gate(console_admin: cast.Browser) -> None:
    row = chatting(console_admin, topic="other")
    to_legacy(console_admin)
    page = console_admin.post(at(row, "ask"), {"text": "y" * 5001}).content.decode()
    assert "y" * 5001 in page


@pytest.mark.parametrize("what", ["press", "ask"])
def test_too_much_of_anything_leaves_the_details_as_they_were(what: str, pro: cast.Browser, limit) -> None:
    row = in_details(pro, "using-claude")
    limit(what, customer=1)
    chatting(pro)
    for _each in "12":
        response = pro.post(at(row, "details"), FIELDS)
    page = response.content.decode()
    assert response.status_code == 429
    assert "An hour of &lt;work&gt;</textarea>" in page
    assert 'value="E 7 &amp; more"' in page


def test_beginning_too_often_keeps_message_and_fields_on_the_home(reader: cast.Browser, limit) -> None:
    limit("start", visit=1, network=1)
    reader.post("/en/messenger/start", {"text": "first"})
    response = reader.post("/en/messenger/start", FIELDS)
    page = response.content.decode()
    assert response.status_code == 429
    assert "An hour of &lt;work&gt;</textarea>" in page
    assert 'value="E 7 &amp; more"' in page


def test_a_second_press_on_change_is_no_error_and_keeps_the_words(pro: cast.Browser) -> None:
    row = in_details(pro, "using-claude")
    assert [pro.post(at(row, "change-topic"), FIELDS).status_code for _press in "12"] == [302, 302]
    row.refresh_from_db()
    assert (row.stage, row.unsent, row.details["typed"]["where"]) == ("topic", STORY, "mobile")


def test_a_newer_text_from_the_home_goes_before_an_older_refused_one(legacy_admin: cast.Browser) -> None:
    row = draft(legacy_admin, text="old")
    legacy_admin.post(at(row, "ask"), {"text": "refused"})
    legacy_admin.post("/en/messenger/start", {"text": "newest"})
    page = legacy_admin.get(at(row)).content.decode()
    assert "newest" in page
    assert "refused" not in page


def test_fields_that_no_topic_has_are_kept_short_and_few(reader: cast.Browser) -> None:
    odd = {f"field_x{number}": "y" for number in range(200)}
    reader.post("/en/messenger/start", {"text": "hi", "field_": "a", "field_../": "b", "field_z": "a\0b", **odd})
    kept = Conversation.objects.get().details["typed"]
    assert len(kept) <= 30
    assert not {"", "../", "z"} & set(kept)

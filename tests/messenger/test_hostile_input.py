"""Odd and hostile input at every door of the messenger: answers are 2xx to 4xx, never a fault of ours."""

import pytest

from messenger.conversations.flow import Stage
from messenger.conversations.forms import MessageForm
from messenger.models import Conversation, Message
from tests import cast
from tests.messenger.steps import chatting, draft

pytestmark = pytest.mark.django_db

ODD = [
    "\x00",
    "a\x00b",
    "\u202eevil\u202c",
    "\u200b\u200d",
    "👩‍👩‍👧‍👦" * 50,
    "مرحبا بالعالم",
    "'; DROP TABLE messenger_conversation; --",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "</textarea><script>alert(1)</script>",
    "\ufeff\ufffe\uffff",
    "x" * 5001,
    "a\r\nBcc: all@example.com",
]
GETS = ["", "conversations", "reach", "embed", "search?q=%00", "search?q=%FF%FE", "search?q=%ED%A0%80"]


@pytest.mark.parametrize("address", GETS)
def test_pages_bear_odd_queries(address: str, reader: cast.Browser) -> None:
    assert reader.get(f"/en/messenger/{address}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/en/messenger/articles/99999999999999999999999999",
        "/en/messenger/articles/0",
        "/en/messenger/c/%00/",
        "/en/messenger/c/" + "a" * 3000 + "/",
        "/en/messenger/c/..%2f..%2fadmin/",
        "/xx/messenger/",
        "/en%00/messenger/",
        "/en/sign-in/%00/",
        "/en/articles/99999999999999999999999999-x",
        "/en/articles/99999999999999999999999999.md",
        "/en/collections/99999999999999999999-x",
        "/en/articles/9018020-%00/reaction",
        "/en/articles/9018020/reaction/%00",
    ],
)
def test_addresses_that_lead_nowhere_are_not_found(path: str, reader: cast.Browser) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("text", ODD)
def test_starting_bears_every_text(text: str, reader: cast.Browser) -> None:
    response = reader.post("/en/messenger/start", {"text": text})
    assert response.status_code in {302, 422}
    assert b"<script>alert" not in response.content
    assert (response.status_code == 302) == Conversation.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "\u202e", "<script>", "x" * 6000])
def test_every_verb_that_reads_fields_bears_odd_text_in_them(text: str, pro: cast.Browser) -> None:
    fields = {"text": text, "topic": text, "field_billing_subject": text}
    for stage, verb in ((Stage.TOPIC, "topic"), (Stage.DETAILS, "details"), (Stage.CHAT, "ask")):
        row = chatting(pro)
        Conversation.objects.filter(pk=row.pk).update(stage=stage)
        response = pro.post(f"/en/messenger/c/{row.reference}/{verb}", fields)
        assert response.status_code == (302 if text == "<script>" and verb != "topic" else 422)


@pytest.mark.parametrize("slug", ["\x00", "a b", "../..", "é", "x" * 500, ""])
def test_a_topic_that_is_no_slug_is_refused_like_an_unknown_one(slug: str, pro: cast.Browser) -> None:
    row = draft(pro)
    pro.post(f"/en/messenger/c/{row.reference}/agree")
    assert pro.post(f"/en/messenger/c/{row.reference}/topic", {"topic": slug}).status_code == 422


def test_a_file_in_place_of_text_is_refused(reader: cast.Browser, tmp_path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    with (tmp_path / "a.txt").open() as file:
        assert reader.post("/en/messenger/start", {"text": file}).status_code == 400
    assert not Conversation.objects.exists()


def test_a_body_larger_than_any_message_is_refused(reader: cast.Browser) -> None:
    response = reader.post("/en/messenger/start", {"text": "x" * 3_000_000})
    assert response.status_code in {400, 413}
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("charset", ["raw_unicode_escape", "unicode_escape", "utf-7", "utf-16", "no-such"])
def test_a_body_in_another_charset_cannot_smuggle_in_half_characters(charset: str, reader: cast.Browser) -> None:
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhello \\ud800\r\n--b--\r\n'
    response = reader.generic("POST", "/en/messenger/start", body, content_type=kind)
    assert response.status_code in {302, 400, 422}


@pytest.mark.parametrize("charset", ["raw_unicode_escape", "unicode_escape"])
def test_a_query_in_another_charset_does_no_harm_either(charset: str, reader: cast.Browser) -> None:
    kind = f"text/plain; charset={charset}"
    for path in ("/en/messenger/search", "/en/search"):
        response = reader.generic("GET", path, content_type=kind, QUERY_STRING="q=%5Cud800")
        assert response.status_code in {200, 400}


@pytest.mark.parametrize("token", ["\x00", "é", "a" * 5000, "' OR 1=1"])
def test_an_odd_visitor_token_is_nobody(token: str, reader: cast.Browser) -> None:
    reader.cookies["visitor"] = token
    assert reader.get("/en/messenger/conversations").status_code == 200
    assert reader.get("/en/messenger/", headers={"X-Visitor": token}).status_code == 200


# --- what counts as text ---


def test_a_line_break_counts_as_one_character_as_in_the_browser() -> None:
    typed = "a\r\n" * 2500
    form = MessageForm({"text": typed})
    assert form.is_valid(), form.errors
    assert "\r" not in form.cleaned_data["text"]


@pytest.mark.parametrize(("length", "valid"), [(5000, True), (5001, False)])
def test_the_limit_is_exact(length: int, valid: bool) -> None:
    assert MessageForm({"text": "字" * length}).is_valid() is valid


@pytest.mark.parametrize("text", ["\u200b", " \u2060\u00a0", "\u202e\n", "\x07", "\u3000"])
def test_what_nobody_can_see_is_no_message(text: str) -> None:
    form = MessageForm({"text": text})
    assert form.errors["text"] == ["Write your message first."]


def test_control_characters_are_dropped_and_joined_emoji_stay() -> None:
    form = MessageForm({"text": "a\x1b[31mb\x07\t👩‍👧 \u202eabc"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "a[31mb\t👩‍👧 \u202eabc"


def test_a_nul_is_refused_and_not_dropped_silently() -> None:
    assert not MessageForm({"text": "a\x00b"}).is_valid()


@pytest.mark.parametrize("text", ["<b>bold</b>", "{{ conversation.pk }}", "javascript:alert(1)"])
def test_words_are_shown_as_they_were_typed(text: str, pro: cast.Browser) -> None:
    row = chatting(pro, text=text)
    page = pro.get(f"/en/messenger/c/{row.reference}/").content.decode()
    assert text.replace("<", "&lt;").replace(">", "&gt;") in page
    assert Message.objects.filter(text=text).exists()

"""What people submit: every kind of field, in English and Japanese, with the error beside it."""

import pytest
from django.utils import translation

from messenger.conversations.forms import DetailsForm, KeptForm, MessageForm, StartForm, TopicForm
from messenger.models import FieldText, Topic, TopicField

pytestmark = pytest.mark.django_db
CARD = "4242 4242 4242 4242"


def field(kind: str, *, required: bool = True, key: str = "detail", choices: str = "", **more: object) -> Topic:
    """A topic with one field of this kind, with its words in both languages."""
    topic = Topic.objects.create(slug=f"topic-{Topic.objects.count()}")
    row = TopicField.objects.create(topic=topic, key=key, kind=kind, required=required, **more)
    FieldText.objects.create(field=row, locale="en", label="The detail", hint="A hint", choices=choices)
    FieldText.objects.create(field=row, locale="ja", label="詳細", hint="ヒント", choices=choices.replace("= ", "= 和"))
    return topic


def given(topic: Topic, value: str, *, text: str = "It broke", key: str = "detail") -> DetailsForm:
    return DetailsForm({"text": text, f"field_{key}": value}, topic=topic)


GOOD = [
    ("text", "a name", "a name"),
    ("text", "  spaces \t inside  ", "spaces inside"),
    ("text", "１２３ＡＢＣ", "123ABC"),
    ("text", "name\r\nBcc: all@example.com", "name Bcc: all@example.com"),
    ("long_text", "line\r\nline", "line\nline"),
    ("email", "me@example.com", "me@example.com"),
    ("email", " me@example.com ", "me@example.com"),
    ("date", "2026-11-01", "2026-11-01"),
    ("amount", "20 USD", "20 USD"),
    ("amount", "￥３，０００", "¥3,000"),
    ("amount", "1.234,50 €", "1.234,50 €"),
    ("last_four", "4242", "4242"),
    ("last_four", "４２４２", "4242"),
    ("last_four", " 0007 ", "0007"),
]
BAD = [
    ("text", "x" * 201),
    ("text", "\x00"),
    ("long_text", "x" * 5001),
    ("long_text", "\u200b"),
    ("email", "me"),
    ("email", "me@example.com\nBcc: all@example.com"),
    ("email", "me@example.com, you@example.com"),
    ("email", "x" * 250 + "@example.com"),
    ("date", "yesterday"),
    ("date", "2026-02-30"),
    ("date", "99999-01-01"),
    ("amount", "a lot"),
    ("amount", "1" * 41),
    ("amount", CARD),
    ("last_four", "123"),
    ("last_four", "12345"),
    ("last_four", "12a4"),
    ("last_four", "4242\n1"),
    ("last_four", CARD),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), GOOD)
def test_what_is_right_is_kept(kind: str, typed: str, kept: str) -> None:
    form = given(field(kind), typed)
    assert form.is_valid(), form.errors
    assert [row["value"] for row in form.rows()] == [kept]


@pytest.mark.parametrize(("kind", "typed", "kept"), [case for case in GOOD if case[0] in {"date", "amount"}])
def test_numbers_are_kept_as_they_stand_in_another_language_too(kind: str, typed: str, kept: str) -> None:
    with translation.override("ja"):
        form = given(field(kind), typed)
        assert form.is_valid(), form.errors
    assert [row["value"] for row in form.rows()] == [kept]


@pytest.mark.parametrize(("kind", "typed"), BAD)
def test_what_is_wrong_is_marked_at_its_field(kind: str, typed: str) -> None:
    form = given(field(kind), typed)
    assert not form.is_valid()
    assert list(form.errors) == ["field_detail"]
    assert form.fields["field_detail"].widget.attrs["aria-invalid"] == "true"


@pytest.mark.parametrize("kind", TopicField.Kind.values)
def test_a_required_field_must_be_filled_and_an_optional_one_need_not(kind: str) -> None:
    assert list(given(field(kind, choices="a = A"), "").errors) == ["field_detail"]
    form = given(field(kind, required=False, choices="a = A"), "")
    assert form.is_valid(), form.errors
    assert form.rows() == []


@pytest.mark.parametrize(("kind", "said"), [("choice", "選択してください。"), ("amount", "入力してください。")])
def test_an_empty_field_says_what_to_do_with_it(kind: str, said: str) -> None:
    with translation.override("ja"):
        assert given(field(kind, choices="a = A"), "").errors["field_detail"] == [said]


def test_what_django_would_say_is_said_in_our_words() -> None:
    with translation.override("ja"):
        assert given(field("text"), "x" * 201).errors["field_detail"] == [
            "200 文字以内で入力してください（現在 201 文字）。"
        ]


@pytest.mark.parametrize("kind", TopicField.Kind.values)
def test_every_kind_shows_its_words(kind: str) -> None:
    with translation.override("ja"):
        shown = DetailsForm(topic=field(kind, choices="a = A"))["field_detail"]
        assert (shown.label, shown.help_text) == ("詳細", "ヒント")


def test_a_date_in_a_languages_own_form_is_read() -> None:
    with translation.override("en"):
        form = given(field("date"), "11/01/2026")
        assert form.is_valid(), form.errors
        assert form.rows()[0]["value"] == "2026-11-01"


# --- choices ---


@pytest.mark.parametrize(("locale", "label"), [("en", "Apple"), ("ja", "和Apple")])
def test_a_choice_is_kept_in_the_words_it_was_made_by(locale: str, label: str) -> None:
    with translation.override(locale):
        form = given(field("choice", choices="a = Apple\nb = Pear"), "a")
        assert form.is_valid(), form.errors
        assert form.rows()[0]["value"] == label


@pytest.mark.parametrize("value", ["c", "Apple", "a ", "A"])
def test_a_choice_that_is_not_offered_is_refused(value: str) -> None:
    assert list(given(field("choice", choices="a = Apple"), value).errors) == ["field_detail"]


def test_choices_that_a_language_lacks_come_from_another() -> None:
    topic = field("choice", choices="a = Apple")
    FieldText.objects.filter(locale="ja").update(choices="")
    with translation.override("ja"):
        assert given(topic, "a").is_valid()


def test_a_choice_without_any_choices_can_still_be_answered() -> None:
    form = given(field("choice", choices=""), "in my own words")
    assert form.is_valid(), form.errors
    assert form.rows()[0]["value"] == "in my own words"


@pytest.mark.parametrize(
    ("written", "pairs"),
    [
        ("a = Apple\nb = Pear", [("a", "Apple"), ("b", "Pear")]),
        ("a=Apple\n\n  \nb", [("a", "Apple"), ("b", "b")]),
        ("a = x = y", [("a", "x = y")]),
        ("", []),
    ],
)
def test_choices_are_written_one_a_line(written: str, pairs: list[tuple[str, str]]) -> None:
    assert FieldText(choices=written).choice_pairs() == pairs


# --- the whole form ---


def test_a_field_without_words_is_named_by_its_key() -> None:
    topic = Topic.objects.create(slug="bare")
    TopicField.objects.create(topic=topic, key="order_number", required=True)
    assert DetailsForm(topic=topic)["field_order_number"].label == "order_number"


def test_fields_stand_in_the_order_that_staff_gave() -> None:
    topic = Topic.objects.create(slug="ordered")
    for key, order in (("second", 2), ("first", 1)):
        TopicField.objects.create(topic=topic, key=key, order=order)
    assert list(DetailsForm(topic=topic).fields) == ["text", "field_first", "field_second"]


def test_proof_is_marked_as_such() -> None:
    form = given(field("last_four", proof=True), "4242")
    assert form.is_valid()
    assert form.rows() == [{"key": "detail", "label": "The detail", "value": "4242", "proof": True}]


def test_a_field_that_the_topic_lacks_is_ignored() -> None:
    form = DetailsForm({"text": "hi", "field_detail": "x", "field_admin": "1"}, topic=field("text"))
    assert form.is_valid()
    assert [row["key"] for row in form.rows()] == ["detail"]


@pytest.mark.parametrize("kind", ["email", "date", "amount", "last_four"])
def test_a_field_with_a_shape_has_no_room_for_a_card_number(kind: str) -> None:
    form = given(field(kind), CARD)
    assert [error.code for error in form.errors["field_detail"].as_data()] == ["card_number"]
    assert KeptForm(form.data).typed() == {}


@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_a_card_number_in_words_is_left_to_be_hidden(kind: str) -> None:
    assert given(field(kind), CARD, text=f"I paid with {CARD}").is_valid()


def test_the_first_words_may_come_later_and_a_message_may_not() -> None:
    assert StartForm({"text": ""}).is_valid()
    assert StartForm({}).is_valid()
    assert not MessageForm({"text": ""}).is_valid()


@pytest.mark.parametrize(("slug", "valid"), [("billing", True), ("a b", False), ("\x00", False), ("", False)])
def test_a_topic_is_picked_by_its_slug(slug: str, valid: bool) -> None:
    assert TopicForm({"topic": slug}).is_valid() is valid


def test_errors_speak_the_readers_language() -> None:
    with translation.override("ja"):
        form = given(field("last_four"), "12")
        assert not str(form.errors["field_detail"][0]).isascii()

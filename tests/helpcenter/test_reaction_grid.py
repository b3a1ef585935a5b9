"""The reaction's refusals and edges: in the reader's language, with what they typed, and nothing stored."""

import pytest

from helpcenter import actions
from helpcenter.models import Reaction
from tests.cast import ORIGIN, Browser
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db
EN, JA = "/en/articles/1001/reaction", "/ja/articles/1001/reaction"


@pytest.fixture
def reader(reader):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金", title="返金を依頼する")
    return reader


@pytest.mark.parametrize("comment", ["4111111111111111", "４１１１１１１１１１１１１１１１", "4111-1111-1111-1111"])
def test_a_card_number_is_hidden_however_it_is_written(reader, comment):
    assert reader.post(EN, {"face": "0", "comment": comment}).status_code == 303
    assert Reaction.objects.get().comment == "[card number ••••1111]"


@pytest.mark.parametrize("comment", ["Step 4 of 9018020", "1234567890123456", "error 429 at 12:30:00", ""])
def test_other_numbers_are_no_card_numbers(reader, comment):
    assert reader.post(EN, {"face": "0", "comment": comment}).status_code == 303
    assert Reaction.objects.get().comment == comment


@pytest.mark.parametrize(("length", "status"), [(2000, 303), (2001, 422)])
def test_a_comment_has_room_for_two_thousand_letters(reader, length, status):
    assert reader.post(EN, {"face": "1", "comment": "あ" * length}).status_code == status
    assert Reaction.objects.count() == (1 if status == 303 else 0)


@pytest.mark.parametrize("face", ["2", "-2", "x", "", "1.0", "\x00", "１０", "9" * 400])
def test_a_face_that_does_not_exist_asks_again(reader, face):
    response = reader.post(EN, {"face": face, "comment": "Good"})
    assert response.status_code == 422
    assert "Please choose one of the three faces." in response.content.decode()
    assert not Reaction.objects.exists()


def test_a_comment_with_a_nul_is_refused(reader):
    assert reader.post(EN, {"face": "1", "comment": "a\x00b"}).status_code == 422


def test_a_comment_is_shown_to_nobody_as_markup(reader, editor):
    reader.post(EN, {"face": "1", "comment": "<script>alert(1)</script>"})
    page = editor.get("/admin/helpcenter/reaction/").content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("face", ["sad", "neutral", "happy"])
@pytest.mark.parametrize(
    ("locale", "words"), [("en", "Thank you for telling us."), ("ja", "ご意見をお寄せいただきありがとうございます。")]
)
def test_the_thank_you_speaks_the_pages_language(reader, locale, words, face):
    page = reader.get(f"/{locale}/articles/1001/reaction/{face}")
    assert (page.status_code, page["Content-Language"]) == (200, locale)
    assert words in page.content.decode()
    assert f'<html lang="{locale}"' in page.content.decode()


def test_the_thank_you_asks_for_words_until_there_are_some(reader):
    assert "<textarea" in reader.get(f"{EN}/neutral").content.decode()
    assert "<textarea" not in reader.get(f"{EN}/neutral?noted").content.decode()


def test_the_thank_you_is_not_posted_to(reader):
    assert reader.post(f"{EN}/sad").status_code == 405


def test_head_asks_for_the_thank_you_without_its_words(reader):
    response = reader.head(f"{EN}/sad")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "path", ["/en/articles/404/reaction/sad", f"{EN}/SAD", f"{EN}/sad/", "/en/articles/0/reaction"]
)
def test_there_is_no_thank_you_for_what_is_not_there(reader, path):
    assert reader.get(path).status_code == 404


def test_what_was_taken_off_has_no_reaction(reader):
    for translation in shelf.Translation.objects.all():
        actions.unpublish_translation(translation=translation)
    assert reader.post(EN, {"face": "1"}).status_code == 404
    assert reader.get(f"{EN}/sad").status_code == 404


@pytest.mark.parametrize("held", ["", "x" * 65])
def test_a_key_that_we_did_not_give_is_replaced(reader, held):
    reader.cookies["reader"] = held
    assert reader.post(EN, {"face": "1"}).cookies["reader"].value not in ("", held)


def test_a_key_is_kept_for_half_a_year_from_each_reaction(reader):
    first = reader.post(EN, {"face": "1"}).cookies["reader"]
    second = reader.post(EN, {"face": "0"}).cookies["reader"]
    assert first.value == second.value
    assert second["max-age"] == 180 * 24 * 3600


def test_over_tls_the_key_travels_by_tls_alone(reader, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert reader.post(EN, {"face": "1"}).cookies["reader"]["secure"]


@pytest.mark.parametrize("path", ["/en/", "/en/articles/1001-refunds", f"{EN}/sad"])
def test_a_page_that_is_read_gives_no_key(reader, path):
    assert "reader" not in reader.get(path).cookies


def test_each_language_has_its_own_count(reader):
    reader.post(EN, {"face": "1"})
    reader.post(JA, {"face": "-1"})
    counted = set(Reaction.objects.values_list("translation__locale", "face"))
    assert counted == {("en", 1), ("ja", -1)}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ORIGIN}, 303),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://help.localhost:9999"}, 403),
        ({"Origin": "https://help.localhost:8000"}, 403),
        ({"Origin": "http://help.localhost:8000.evil.example"}, 403),
    ],
)
def test_only_our_own_pages_send_reactions(reader, headers, status):
    assert Browser().post(EN, {"face": "1"}, headers=headers).status_code == status
    assert Reaction.objects.exists() is (status == 303)


def test_an_empty_comment_takes_the_words_back(reader):
    reader.post(EN, {"face": "-1", "comment": "Unclear"})
    reader.post(EN, {"face": "-1", "comment": ""})
    assert Reaction.objects.get().comment == ""


def test_the_time_of_the_first_reaction_stays(reader):
    reader.post(EN, {"face": "-1"})
    first = Reaction.objects.get()
    reader.post(EN, {"face": "1"})
    second = Reaction.objects.get()
    assert (second.created_at, second.changed_at > first.changed_at) == (first.created_at, True)


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_a_reaction_is_sent_in_one_way_alone(reader, method):
    assert getattr(reader, method)(EN).status_code == 405

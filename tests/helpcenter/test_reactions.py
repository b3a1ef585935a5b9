"""“Did this answer your question?”: kept once per reader and version, changeable, without a script."""

import pytest

from helpcenter.models import Reaction
from tests.cast import Browser
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db
ACTION = "/en/articles/1001/reaction"


@pytest.fixture
def reader(reader):
    shelf.publish()
    return reader


def faces() -> list[int]:
    return list(Reaction.objects.values_list("face", flat=True))


@pytest.mark.parametrize(("face", "name"), [("-1", "sad"), ("0", "neutral"), ("1", "happy")])
def test_a_face_is_kept_and_thanked_for(reader, face, name):
    response = reader.post(ACTION, {"face": face})
    assert (response.status_code, response["Location"]) == (303, f"{ACTION}/{name}")
    assert faces() == [int(face)]
    assert "Thank you" in reader.get(f"{ACTION}/{name}").content.decode()


def test_changing_ones_mind_changes_the_face(reader):
    reader.post(ACTION, {"face": "-1"})
    reader.post(ACTION, {"face": "1"})
    assert faces() == [1]


def test_two_readers_have_a_face_each(reader):
    reader.post(ACTION, {"face": "1"})
    Browser().post(ACTION, {"face": "1"})
    assert faces() == [1, 1]


def test_a_comment_joins_the_face(reader):
    reader.post(ACTION, {"face": "-1"})
    response = reader.post(ACTION, {"face": "-1", "comment": "Step 3 is unclear."})
    assert "Your comment has been saved." in reader.get(response["Location"]).content.decode()
    assert [(each.face, each.comment) for each in Reaction.objects.all()] == [(-1, "Step 3 is unclear.")]


def test_a_sad_face_is_offered_the_messenger_and_a_happy_one_is_not(reader):
    # The second link of every page opens it, too.
    assert reader.get(f"{ACTION}/sad").content.decode().count("data-open-messenger") == 2
    assert reader.get(f"{ACTION}/happy").content.decode().count("data-open-messenger") == 1


def test_the_readers_key_goes_to_this_articles_reaction_alone(reader):
    cookie = reader.post(ACTION, {"face": "1"}).cookies["reader"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (ACTION, True, "Lax")
    assert Reaction.objects.get().reader != cookie.value


def test_the_version_that_was_read_is_kept(reader):
    shelf.publish(title="New")
    reader.post(ACTION, {"face": "1"})
    assert Reaction.objects.get().version == 2


@pytest.mark.parametrize("sent", [{}, {"face": "2"}, {"face": "x"}, {"comment": "hm"}])
def test_no_face_asks_again(reader, sent):
    response = reader.post(ACTION, sent)
    assert response.status_code == 422
    assert "three faces" in response.content.decode()
    assert faces() == []


def test_a_comment_that_is_too_long_comes_back_with_what_was_typed(reader):
    response = reader.post(ACTION, {"face": "-1", "comment": "x" * 2001})
    assert response.status_code == 422
    assert "x" * 2001 in response.content.decode()
    assert faces() == []


def test_another_sites_form_is_refused(reader):
    response = reader.post(ACTION, {"face": "1"}, headers={"Origin": "https://evil.example"})
    assert (response.status_code, faces()) == (403, [])


def test_a_reaction_is_a_post(reader):
    assert reader.get(ACTION).status_code == 405


@pytest.mark.parametrize("path", ["/en/articles/404/reaction", "/xx/articles/1001/reaction"])
def test_there_is_no_reaction_to_what_is_not_there(reader, path):
    assert reader.post(path, {"face": "1"}).status_code == 404


def test_there_are_three_thank_yous(reader):
    assert reader.get(f"{ACTION}/furious").status_code == 404


def test_a_thank_you_is_kept_by_nobody(reader):
    assert reader.get(f"{ACTION}/sad")["Cache-Control"] == "no-store"


def test_reacting_to_a_page_in_another_language_counts_for_the_text_that_was_shown(reader):
    reader.post("/ja/articles/1001/reaction", {"face": "1"})
    assert Reaction.objects.get().translation.locale == "en"

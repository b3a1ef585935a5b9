"""Articles that pages lead to by name: rows that staff may change, and no link to what isn't there."""

import json

import pytest
from django.core.management import CommandError, call_command

from helpcenter import actions
from helpcenter.models import Landmark, Translation
from helpcenter.reading import landmarks
from tests.helpcenter import shelf
from tests.helpcenter.test_load_content import CAT, DOG, INDEX, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """Two articles, one of which is where support is explained."""
    write(tmp_path, "en/pets/_index.md", INDEX)
    write(tmp_path, "en/pets/7001-cats.md", CAT)
    write(tmp_path, "en/pets/7002-dogs.md", DOG)
    point(tmp_path, get_support=7001)
    return tmp_path


def point(folder, **keys: object) -> None:
    write(folder, "landmarks.json", json.dumps(keys))
    call_command("load_content", folder)


def test_the_footer_leads_to_the_landmarks_that_can_be_read(reader, folder):
    page = reader.get("/en/").content.decode()
    assert '<a href="/en/articles/7001">How to get support</a>' in page


def test_the_footer_leads_to_the_reports_under_the_law_whatever_articles_there_are(reader, db):
    page = reader.get("/ja/").content.decode().partition('id="footer-legal"')[2]
    assert [f'href="/ja/reports/{law}"' in page for law in ("eu-dsa", "uk-osa", "au-dis")] == [True] * 3


def test_what_is_taken_off_is_not_led_to_any_more(reader, folder):
    reader.get("/en/")
    actions.unpublish_translation(translation=Translation.objects.get(article__number=7001))
    assert "How to get support" not in reader.get("/en/").content.decode()


def test_a_landmark_that_staff_change_shows_on_pages_that_were_kept(reader, editor, folder):
    reader.get("/en/")
    row = Landmark.objects.get()
    other = Translation.objects.get(article__number=7002).article
    assert editor.post(f"/admin/helpcenter/landmark/{row.pk}/change/", {"article": other.pk}).status_code == 302
    assert '<a href="/en/articles/7002">How to get support</a>' in reader.get("/en/").content.decode()


def test_files_move_only_a_landmark_that_staff_left(folder):
    point(folder, get_support=7002)
    assert Landmark.numbers() == {"get_support": 7002}
    actions.set_landmark(key="get_support", article=None)
    point(folder, get_support=7001)
    assert Landmark.numbers() == {}


def test_a_landmark_whose_article_comes_later_is_set_then(tmp_path):
    point(tmp_path, uk_report=1001)
    assert not Landmark.objects.exists()
    shelf.publish()
    call_command("load_content", tmp_path)
    assert Landmark.numbers() == {"uk_report": 1001}


@pytest.mark.parametrize("text", ["{", "[]", '{"nowhere": 1}', '{"get_support": "7001"}', '{"get_support": 0}'])
def test_a_wrong_file_is_named(folder, text):
    write(folder, "landmarks.json", text)
    with pytest.raises(CommandError, match=r"landmarks\.json"):
        call_command("load_content", folder)


def test_pages_that_are_not_kept_ask_once_in_a_while(folder, monkeypatch, django_assert_num_queries):
    assert landmarks.known_landmarks() == {"get_support": 7001}
    monkeypatch.setattr(landmarks, "READ_AGAIN_AFTER", 60)
    with django_assert_num_queries(0):
        assert landmarks.known_landmarks() == {"get_support": 7001}


def test_editors_choose_a_landmarks_article_by_its_title(editor, folder):
    page = editor.get("/admin/helpcenter/landmark/").content.decode()
    assert "How to get support" in page
    assert "Cats" in page

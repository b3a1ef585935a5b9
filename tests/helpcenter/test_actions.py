"""Publishing: versions, links, sections, the stamp, and what refuses."""

from datetime import date

import pytest
from django.db import IntegrityError

from helpcenter import actions
from helpcenter.models import Collection, ContentStamp, Reaction, Section, Translation
from helpcenter.text.outline import MarkdownError
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db


def test_the_first_publication_is_version_one():
    made = shelf.publish()
    assert (made.version, made.published_at) == (1, shelf.NOW)
    assert made.source_version is None


@pytest.mark.parametrize("changes", [{"title": "New"}, {"summary": "New"}, {"body_markdown": "New"}])
def test_a_changed_text_is_a_new_version(changes):
    shelf.publish()
    assert shelf.publish(**changes).version == 2


@pytest.mark.parametrize(
    "changes", [{}, {"keywords": ["x"]}, {"questions": []}, {"slug": "new"}, {"updated_at": date(2026, 11, 20)}]
)
def test_anything_else_keeps_the_version(changes):
    shelf.publish()
    assert shelf.publish(**changes).version == 1


def test_a_translation_remembers_the_version_it_was_made_from():
    shelf.publish()
    shelf.publish(body_markdown="Second.")
    assert shelf.publish(locale="ja", slug="返金").source_version == 2


def test_every_publication_changes_the_stamp():
    shelf.publish()
    before = ContentStamp.pages()
    shelf.publish()
    assert ContentStamp.pages()["en"] != before["en"]


def test_a_new_wording_changes_its_own_language_alone():
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    pages, texts = ContentStamp.pages(), ContentStamp.texts()
    shelf.publish(locale="ja", slug="返金", title="新しい題")
    assert (ContentStamp.pages()["en"], ContentStamp.texts()["en"]) == (pages["en"], texts["en"])
    assert ContentStamp.pages()["ja"] != pages["ja"]
    assert ContentStamp.texts()["ja"] != texts["ja"]


def test_a_text_that_others_read_for_want_of_their_own_changes_their_pages():
    shelf.publish()
    before = ContentStamp.pages()
    shelf.publish(title="New title")
    assert ContentStamp.pages()["ja"] != before["ja"]


def test_a_new_address_changes_every_languages_pages_and_no_other_index():
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    pages, texts = ContentStamp.pages(), ContentStamp.texts()
    shelf.publish(locale="ja", slug="払い戻し")
    assert ContentStamp.pages()["en"] != pages["en"]
    assert ContentStamp.texts()["en"] == texts["en"]


def test_a_text_that_does_not_render_changes_nothing():
    shelf.publish()
    with pytest.raises(MarkdownError):
        shelf.publish(title="New", body_markdown="# No")
    assert Translation.objects.get(article__number=1001).title == "Ask for a refund"


def test_sections_are_made_anew_with_the_text():
    shelf.publish()
    shelf.publish(body_markdown="Only this.")
    assert list(Section.objects.filter(translation__article__number=1001).values_list("text", flat=True)) == [
        "Only this."
    ]


def test_a_link_appears_when_its_article_does_and_follows_its_slug():
    linking = shelf.publish(number=1001, body_markdown="See [it](article:1002).")
    assert "<a" not in linking.body_html
    shelf.publish(number=1002, slug="first")
    linking.refresh_from_db()
    assert 'href="/en/articles/1002-first"' in linking.body_html
    shelf.publish(number=1002, slug="second")
    linking.refresh_from_db()
    assert 'href="/en/articles/1002-second"' in linking.body_html
    assert linking.version == 1


def test_a_link_goes_when_its_article_is_taken_off():
    linking = shelf.publish(number=1001, body_markdown="See [it](article:1002).")
    actions.unpublish_translation(translation=shelf.publish(number=1002))
    linking.refresh_from_db()
    assert "See it." in linking.body_html


def test_a_number_that_begins_like_another_is_not_taken_for_it():
    shelf.publish(number=1001, body_markdown="See [it](article:10020).")
    assert not Translation.objects.linking_to(1002).exists()


def test_rendering_again_keeps_the_version():
    made = shelf.publish()
    Translation.objects.filter(pk=made.pk).update(body_html="old")
    actions.render_again(translation=made)
    made.refresh_from_db()
    assert (made.version, "ten days" in made.body_html) == (1, True)


def test_related_articles_keep_their_order_without_itself_and_the_unknown():
    for number in (1002, 1003):
        shelf.article(number=number)
    article = shelf.article(number=1001, related=[1003, 1001, 9999, 1002, 1003])
    assert list(article.related_links.values_list("to__number", flat=True)) == [1003, 1002]


def test_an_article_on_no_shelf_is_refused():
    with pytest.raises(Collection.DoesNotExist):
        actions.place_article(number=1, collection=999, related=[], featured=False, source_locale="en")


def test_a_second_face_replaces_the_first_and_a_new_version_asks_again():
    made = shelf.publish()
    for face in (-1, 1):
        actions.react(translation=made, reader="r", face=face, comment=None, now=shelf.NOW)
    assert list(made.reactions.values_list("face", flat=True)) == [1]
    made = shelf.publish(title="New")
    actions.react(translation=made, reader="r", face=0, comment=None, now=shelf.NOW)
    assert made.reactions.count() == 2


def test_a_comment_stays_when_only_the_face_changes():
    made = shelf.publish()
    actions.react(translation=made, reader="r", face=-1, comment="Unclear", now=shelf.NOW)
    actions.react(translation=made, reader="r", face=0, comment=None, now=shelf.NOW)
    assert Reaction.objects.get(translation=made).comment == "Unclear"


def test_the_database_knows_three_faces():
    made = shelf.publish()
    with pytest.raises(IntegrityError, match="helpcenter_reaction_known_face"):
        actions.react(translation=made, reader="r", face=2, comment=None, now=shelf.NOW)

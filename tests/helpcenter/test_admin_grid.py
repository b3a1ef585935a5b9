"""Who may do what with the library in the admin: every address for every role, and every refusal in its words."""

import pytest

from helpcenter import actions
from helpcenter.models import Article, Collection, CollectionTranslation, Reaction, Translation
from tests.helpcenter import shelf
from tests.helpcenter.test_admin import TEXT, address

pytestmark = pytest.mark.django_db
KINDS = ["translation", "article", "collectiontranslation", "reaction"]


@pytest.fixture
def rows():
    made = shelf.publish()
    reaction = actions.react(translation=made, reader="r", face=-1, comment="Unclear", now=shelf.NOW)
    words = CollectionTranslation.objects.get()
    return {"translation": made, "article": made.article, "collectiontranslation": words, "reaction": reaction}


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_is_sent_to_sign_in(reader, rows, kind):
    pages = [f"/admin/helpcenter/{kind}/", f"/admin/helpcenter/{kind}/add/"]
    for path in [*pages, *(address(rows[kind], page) for page in ("change", "delete", "history"))]:
        for call in (reader.get, reader.post):
            assert call(path)["Location"].startswith("/admin/login/?next=/admin/helpcenter/"), path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["agent", "lead"])
def test_agents_and_leads_look_and_change_nothing(request, rows, role, kind):
    browser = request.getfixturevalue(role)
    assert browser.get(f"/admin/helpcenter/{kind}/").status_code == 200
    assert browser.get(address(rows[kind])).status_code == 200
    assert browser.post(address(rows[kind]), {}).status_code == 403
    assert browser.get(f"/admin/helpcenter/{kind}/add/").status_code == 403
    assert browser.post(f"/admin/helpcenter/{kind}/add/", {}).status_code == 403
    assert browser.get(address(rows[kind], "delete")).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_deletes_not_even_editors(editor, rows, kind):
    assert editor.post(address(rows[kind], "delete"), {"post": "yes"}).status_code == 403
    editor.post(
        f"/admin/helpcenter/{kind}/", {"action": "delete_selected", "_selected_action": [rows[kind].pk], "post": "yes"}
    )
    assert type(rows[kind]).objects.filter(pk=rows[kind].pk).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_editors_see_every_list_and_row(editor, rows, kind):
    assert editor.get(f"/admin/helpcenter/{kind}/").status_code == 200
    assert editor.get(f"/admin/helpcenter/{kind}/?q=refund").status_code == 200
    assert editor.get(address(rows[kind])).status_code == 200
    assert editor.get(address(rows[kind], "history")).status_code == 200


def test_an_agent_takes_nothing_off_the_site(agent, rows):
    agent.post("/admin/helpcenter/translation/", {"action": "unpublish", "_selected_action": [rows["translation"].pk]})
    assert Translation.objects.published().count() == 1


@pytest.mark.parametrize("number", ["0", "-1", "1000000000000000000", "9223372036854775808", "x", "", "1.5"])
def test_a_number_that_no_address_has_makes_no_article(editor, rows, number):
    sent = {"number": number, "collection": rows["article"].collection.pk, "source_locale": "en"}
    assert editor.post("/admin/helpcenter/article/add/", sent).status_code == 200
    assert Article.objects.count() == 1


@pytest.mark.parametrize("number", ["1", "999999999999999999"])
def test_the_smallest_and_the_largest_number_can_be_read(editor, reader, rows, number):
    sent = {"number": number, "collection": rows["article"].collection.pk, "source_locale": "en"}
    assert editor.post("/admin/helpcenter/article/add/", sent).status_code == 302
    shelf.publish(number=int(number), slug="x")
    assert reader.get(f"/en/articles/{number}-x").status_code == 200


def test_a_number_that_is_taken_makes_no_second_article(editor, rows):
    sent = {"number": "1001", "collection": rows["article"].collection.pk, "source_locale": "ja"}
    assert editor.post("/admin/helpcenter/article/add/", sent).status_code == 200
    assert Article.objects.get().source_locale == "en"


def test_a_new_article_is_offered_the_next_number(editor, rows):
    assert 'value="1002"' in editor.get("/admin/helpcenter/article/add/").content.decode()


def test_the_first_article_of_all_is_offered_a_number_too(editor):
    assert 'value="9000001"' in editor.get("/admin/helpcenter/article/add/").content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1002, 1003", [1002, 1003]),
        ("1003、1002", [1003, 1002]),
        ("1003\n1002", [1003, 1002]),
        ("1002 1002", [1002]),
        ("1001, 1002", [1002]),
        (" , ", []),
        ("", []),
    ],
)
def test_relations_are_taken_in_the_order_typed(editor, rows, typed, kept):
    for number in (1002, 1003):
        shelf.article(number=number)
    sent = {"collection": rows["article"].collection.pk, "source_locale": "en", "related_numbers": typed}
    assert editor.post(address(rows["article"]), shelf.seen(rows["article"], **sent)).status_code == 302
    links = rows["article"].related_links.order_by("position").values_list("to__number", flat=True)
    assert list(links) == kept


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 5000, "²", "01001", "-1001", "１００１", "1001.0", "\x00"])
def test_what_is_no_articles_number_is_no_relation(editor, rows, typed):
    sent = {"collection": rows["article"].collection.pk, "source_locale": "en", "related_numbers": typed}
    assert editor.post(address(rows["article"]), shelf.seen(rows["article"], **sent)).status_code == 200
    assert not rows["article"].related_links.exists()


def test_adding_a_collection_does_not_write_over_one(editor, rows):
    sent = {"locale": "en", "number": "31", "title": "Other", "slug": "other", "description": "", "order": "1"}
    response = editor.post("/admin/helpcenter/collectiontranslation/add/", sent)
    assert "This collection has words in this language already." in response.content.decode()
    assert CollectionTranslation.objects.get().title == "Billing"


def test_a_collection_gets_words_in_another_language(editor, rows):
    sent = {"locale": "ja", "number": "31", "title": "請求", "slug": "請求", "description": "", "order": "1"}
    assert editor.post("/admin/helpcenter/collectiontranslation/add/", sent).status_code == 302
    assert Collection.objects.get().translations.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "0"},
        {"number": "2147483648"},
        {"number": ""},
        {"order": "-1"},
        {"order": "32768"},
        {"icon": "two words"},
        {"icon": "x" * 41},
        {"slug": "a/b"},
        {"title": "x" * 201},
        {"description": "x" * 501},
        {"locale": "tlh"},
        {"locale": ""},
    ],
)
def test_a_collection_out_of_bounds_is_refused(editor, changes):
    sent = {"locale": "en", "number": "31", "title": "T", "slug": "t", "description": "", "order": "1", "icon": ""}
    assert editor.post("/admin/helpcenter/collectiontranslation/add/", sent | changes).status_code == 200
    assert not Collection.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"summary": "x" * 501},
        {"keywords": "x" * 101},
        {"questions": "x" * 201},
        {"questions": "\n".join("abcdefghijklmnopqrstuvwxyz")},
        {"updated_at": "soon"},
        {"updated_at": ""},
        {"body_markdown": ""},
        {"body_markdown": "{ui:nonsense}"},
        {"slug": ""},
        {"slug": "a\\b"},
        {"slug": "a#b"},
        {"slug": "a%b"},
    ],
)
def test_a_text_out_of_bounds_publishes_nothing(editor, rows, changes):
    sent = shelf.seen(rows["translation"], **TEXT | changes)
    assert editor.post(address(rows["translation"]), sent).status_code == 200
    rows["translation"].refresh_from_db()
    assert rows["translation"].version == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slug": "a b"}, "文字、数字、ハイフンを使用してください。"),
        ({"body_markdown": "One\n\n# Two"}, "3 行目："),
    ],
)
def test_an_editor_is_told_in_their_language(editor, rows, changes, words):
    sent = shelf.seen(rows["translation"], **TEXT | changes)
    response = editor.post(address(rows["translation"]), sent, headers={"Accept-Language": "ja"})
    assert words in response.content.decode()


def test_an_editor_is_told_of_a_wrong_relation_in_their_language(editor, rows):
    sent = {"collection": rows["article"].collection.pk, "source_locale": "en", "related_numbers": "9999"}
    response = editor.post(
        address(rows["article"]), shelf.seen(rows["article"], **sent), headers={"Accept-Language": "ja"}
    )
    assert "番号 9999 の記事はありません。" in response.content.decode()


def test_several_translations_are_taken_off_at_once_and_counted(editor, rows):
    shelf.publish(number=1002)
    chosen = list(Translation.objects.values_list("pk", flat=True))
    sent = {"action": "unpublish", "_selected_action": chosen}
    page = editor.post("/admin/helpcenter/translation/", sent, follow=True).content.decode()
    assert "2 translations were taken off." in page
    assert not Translation.objects.published().exists()


def test_a_form_without_its_csrf_token_is_refused(editor, rows):
    editor.handler.enforce_csrf_checks = True
    assert editor.post(address(rows["translation"]), TEXT).status_code == 403
    assert Translation.objects.get().version == 1


def test_the_list_tells_published_from_unpublished(editor, rows):
    actions.unpublish_translation(translation=rows["translation"])
    assert 'alt="False"' in editor.get("/admin/helpcenter/translation/").content.decode()


def test_an_article_without_a_text_has_no_title_in_the_list(editor):
    shelf.article(number=1009)
    response = editor.get("/admin/helpcenter/article/")
    assert response.status_code == 200
    assert "1009" in response.content.decode()


@pytest.mark.parametrize("kind", ["translation", "collectiontranslation"])
def test_rows_link_to_their_pages_on_the_site(editor, rows, kind):
    assert f'href="{rows[kind].path}"' in editor.get(address(rows[kind])).content.decode()


def test_a_reader_who_reacted_stays_unknown_to_staff(editor, rows):
    reaction = Reaction.objects.get()
    Reaction.objects.update(reader="a-readers-digest")
    assert "a-readers-digest" not in editor.get(address(reaction)).content.decode()

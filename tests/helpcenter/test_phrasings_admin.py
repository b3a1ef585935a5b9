"""Staff read and teach what people ask, in the admin."""

import pytest

from helpcenter import actions
from helpcenter.content.phrasings import PhrasingLine
from helpcenter.models import Phrasing
from tests import cast
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db

LIST = "/admin/helpcenter/phrasing/"


@pytest.fixture
def article():
    return shelf.publish().article


@pytest.fixture
def editor():
    return cast.staff_browser(name="editor", groups=("editors",))


def sent(article, /, **changes):
    given = {
        "text": "give it back",
        "locale": "en",
        "article": article.pk if article else "",
        "anchor": "",
        "nobody": "",
    }
    return given | changes


def test_an_editor_teaches_what_a_question_means(article, editor):
    answer = editor.post(f"{LIST}add/", sent(article, text=" give  it\tback ", anchor="#who-gets-one"))
    assert answer.status_code == 302
    row = Phrasing.objects.get()
    assert (row.text, row.article, row.anchor, row.shipped) == ("give it back", article, "who-gets-one", False)


def test_a_shipped_question_becomes_the_editors_and_only_theirs_can_be_deleted(article, editor):
    actions.ship_phrasings(locale="en", lines=[PhrasingLine("refund", 1001)])
    row = Phrasing.objects.get()
    assert editor.get(f"{LIST}{row.pk}/delete/").status_code == 403
    assert editor.post(f"{LIST}{row.pk}/change/", sent(None, text="refund", nobody="uncovered")).status_code == 302
    row.refresh_from_db()
    assert (row.article, row.nobody, row.shipped) == (None, "uncovered", False)
    assert editor.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Phrasing.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"anchor": "nowhere"}, "It has: who-gets-one."),
        ({"nobody": "elsewhere"}, "Choose the article that answers, or say why none does."),
        ({"article": ""}, "Choose the article that answers, or say why none does."),
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 201}, "at most 200 characters"),
        ({"locale": "tlh"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(article, editor, changes, said):
    answer = editor.post(f"{LIST}add/", sent(article, **changes))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Phrasing.objects.exists()


def test_the_same_words_again_are_said_to_be_there(article, editor):
    editor.post(f"{LIST}add/", sent(article))
    answer = editor.post(f"{LIST}add/", sent(None, nobody="elsewhere"))
    assert "already exists" in answer.content.decode()
    assert Phrasing.objects.get().article == article


def test_the_list_names_the_answer_and_is_found_by_words_and_number(article, editor):
    actions.ship_phrasings(
        locale="en", lines=[PhrasingLine("refund", 1001), PhrasingLine("dark theme", nobody="uncovered")]
    )
    page = editor.get(LIST).content.decode()
    assert "nobody wrote about it yet" in page
    assert "dark theme" not in editor.get(f"{LIST}?q=1001").content.decode()
    assert "dark theme" in editor.get(f"{LIST}?q=theme").content.decode()


def test_agents_read_and_do_not_teach(article):
    agent = cast.staff_browser()
    assert agent.get(LIST).status_code == 200
    assert agent.post(f"{LIST}add/", sent(article)).status_code == 403

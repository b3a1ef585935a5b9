"""The address of a form, opened as a page."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("verb", "above"),
    [
        ("/en/messenger/c/abc/details", "/en/messenger/c/abc/"),
        ("/en/messenger/start", "/en/messenger/"),
        ("/en/articles/9018020/reaction", "/en/articles/9018020"),
        ("/mail/incoming", "/"),
    ],
)
def test_a_browser_that_opens_it_is_led_to_the_page_it_belongs_to(reader: cast.Browser, verb: str, above: str):
    answer = reader.get(verb, headers=BROWSER)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert f'data-kind="quiet" href="{above}">Go back</a>' in answer.content.decode()


def test_it_says_so_in_the_pages_language(reader: cast.Browser):
    assert '<html lang="ja"' in reader.get("/ja/messenger/start", headers=BROWSER).content.decode()


def test_a_program_gets_no_page(reader: cast.Browser):
    answer = reader.get("/mail/incoming")
    assert (answer.status_code, answer.content) == (405, b"")

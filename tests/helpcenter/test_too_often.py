"""Searches and reactions have a limit by network; whoever meets it is told when to come back, and keeps their words."""

import pytest

from helpcenter.models import Reaction
from tests.cast import Browser
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db
ACTION = "/en/articles/1001/reaction"


@pytest.fixture(autouse=True)
def _an_article():
    shelf.publish()


def test_a_network_searches_only_so_often(limit):
    limit("search", network=2)
    answers = [Browser().get("/ja/search", {"q": "refund"}) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2]["Cache-Control"], answers[2]["Retry-After"]) == ("no-store", "60")
    assert 'href="/ja/search?q=refund"' in answers[2].content.decode()


def test_the_empty_search_page_is_free(limit):
    limit("search", network=1)
    assert {Browser().get("/en/search").status_code for _each in range(3)} == {200}


def test_a_network_cannot_vote_an_article_down(limit):
    limit("react_to_one", network=2)
    statuses = [Browser().post(ACTION, {"face": "-1"}).status_code for _each in range(4)]
    assert statuses == [303, 303, 429, 429]
    assert Reaction.objects.count() == 2
    shelf.publish(number=1002, slug="another")
    assert Browser().post("/en/articles/1002/reaction", {"face": "-1"}).status_code == 303


def test_a_comment_that_comes_too_often_is_handed_back(limit):
    limit("react", network=1)
    Browser().post(ACTION, {"face": "1"})
    refused = Browser().post(ACTION, {"face": "-1", "comment": "an hour of <work>"})
    page = refused.content.decode()
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "an hour of &lt;work&gt;</textarea>" in page
    assert "This was not saved. Please try again in 60 minutes." in page

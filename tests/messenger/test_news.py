"""What is new: a number or nothing, for whoever holds the visit, at the price of a look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Visitor
from tests import cast
from tests.messenger.steps import forwarded, replied

pytestmark = pytest.mark.django_db
NEWS = "/en/messenger/news"


def answered(browser: cast.Browser) -> None:
    replied(forwarded(browser))


def test_an_unread_answer_is_counted_and_kept_nowhere(pro: cast.Browser) -> None:
    answered(pro)
    response = pro.get(NEWS)
    assert response.json() == {"unread": 1}
    assert "no-store" in response["Cache-Control"]


def test_nothing_new_is_an_empty_answer(pro: cast.Browser, team_owner: cast.Browser) -> None:
    answered(team_owner)
    response = pro.get(NEWS)
    assert (response.status_code, response.content) == (204, b"")


def test_a_frames_visit_is_asked_about_by_its_header(pro: cast.Browser) -> None:
    answered(pro)
    _other, token = cast.visitor(person="free")
    assert pro.get(NEWS, headers={"X-Visitor": token}).status_code == 204


def test_nobody_costs_nothing_and_stays_nobody(reader: cast.Browser, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = reader.get(NEWS)
    assert response.status_code == 204
    assert not response.cookies
    assert not Visitor.objects.exists()


def test_asking_keeps_no_visit_alive(pro: cast.Browser, django_assert_max_num_queries) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Visitor.objects.update(last_seen_at=long_ago)
    with django_assert_max_num_queries(3):
        pro.get(NEWS)
    assert Visitor.objects.get().last_seen_at == long_ago


def test_it_is_asked_and_not_told(pro: cast.Browser) -> None:
    assert pro.post(NEWS).status_code == 405

"""An article begins with what solved a ticket, without its people; staff find the way between both, readers don't."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from helpcenter.models import Translation
from messenger.agents.actions import note_origin
from messenger.models import ArticleOrigin
from tests import cast
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
type Solve = Callable[..., Ticket]


def form_of(browser: cast.Browser, ticket: Ticket) -> dict[str, object]:
    page = browser.get(f"/admin/messenger/gap/ticket/{ticket.reference}/")
    initial: dict[str, object] = page.context["adminform"].form.initial
    return initial


def related(browser: cast.Browser, ticket: Ticket) -> str:
    page: str = browser.get(f"/admin/messenger/likeness/ticket/{ticket.reference}/").content.decode()
    return page


def test_the_text_begins_with_the_reply_that_solved_it(solve: Solve) -> None:
    ticket = solve(reply="Dear Hanako, open Settings, then Billing. Ask hanako@example.com.")
    boss = cast.staff_browser(name="boss", superuser=True)
    body = str(form_of(boss, ticket)["body_markdown"])
    assert "open Settings, then Billing." in body
    assert "anako" not in body


def test_a_reply_that_can_be_taken_back_begins_nothing(solve: Solve) -> None:
    ticket = solve()
    ticket.messages.update(held_until=timezone.now() + timedelta(seconds=10))
    boss = cast.staff_browser(name="boss", superuser=True)
    assert form_of(boss, ticket)["body_markdown"] == ""


def test_ticket_and_article_know_each_other_for_staff_alone(
    solve: Solve, articles: None, editor: cast.Browser, agent: cast.Browser, reader: cast.Browser
) -> None:
    ticket, text = solve(), Translation.objects.get(article__number=9018020, locale="en")
    note_origin(translation=text, ticket=ticket, now=timezone.now())
    note_origin(translation=text, ticket=ticket, now=timezone.now())
    assert ArticleOrigin.objects.count() == 1
    there = f"/admin/helpcenter/translation/{text.pk}/change/"
    assert there in related(agent, ticket)
    boss = cast.staff_browser(name="boss", superuser=True)
    assert ticket.reference in boss.get(there).content.decode()
    assert ticket.reference not in editor.get(there).content.decode()
    assert ticket.reference not in reader.get(text.path_in("en"), follow=True).content.decode()

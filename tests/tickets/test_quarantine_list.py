"""The quarantine as it stands beside the queue's views: the same head, menus and keys."""

import re

import pytest

from tests.tickets.conftest import mail, receive
from tickets.actions import desk_settings
from tickets.models import IncomingEmail

pytestmark = pytest.mark.django_db
MAIL = "/admin/tickets/incomingemail/"


@pytest.fixture(autouse=True)
def unanswered(settings):
    """A stranger's mail waits here."""
    settings.ANSWER_NEW_MAIL = False


HERE = f"{MAIL}?outcome__exact=quarantined"


def test_the_views_stand_above_it_and_it_is_the_open_one(agent, ticket):
    desk_settings.save_view(owner=agent.user, name="Ours", query="locale=ja", shared=False)
    receive(mail(sender="stranger@mail.example"))
    page = agent.get(HERE)
    opened = [tab for tab in page.context["tabs"] if tab.chosen]
    assert [(str(tab.words), tab.count, tab.address) for tab in opened] == [("Quarantine", 1, HERE)]
    nav = page.content.decode().partition('<nav class="queue-views"')[2].partition("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', nav)
    assert all(link.startswith("/admin/tickets/") for link in links)
    assert "/admin/tickets/ticket/?view=mine" in links
    assert "/admin/tickets/ticket/?locale=ja" in links


def test_all_of_the_mail_is_no_view(agent):
    assert not [tab for tab in agent.get(MAIL).context["tabs"] if tab.chosen]


def test_its_filters_are_menus_with_what_is_on_below(agent):
    receive(mail(sender="stranger@mail.example"))
    page = agent.get(f"{HERE}&q=stranger")
    assert {menu.name: menu.chosen for menu in page.context["cl"].menus} == {
        "outcome": ["quarantined"],
        "reason": [],
        "received_at": [],
    }
    html = page.content.decode()
    assert 'aria-label="Without Outcome: quarantined"' in html
    assert '<input type="hidden" name="outcome__exact" value="quarantined">' in html
    assert "changelist-filter" not in html
    # What the keys go along: rows with a link of this class.
    row = IncomingEmail.objects.get()
    assert f'<a class="desk-subject" href="{MAIL}{row.pk}/change/"' in html
    assert "js/queue" in html

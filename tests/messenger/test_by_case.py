"""From a case page to its conversation in the messenger, for the one whose it is."""

import re
from urllib.parse import quote

import pytest

from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, forwarded
from tickets import actions
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]


def way_in(row: Conversation) -> str:
    """The link to the messenger on the case page that the latest mail leads to."""
    email = row.ticket.emails.latest("pk")
    case = re.search(r"http://help\.localhost:8000(/en/case/\S+)", email.body)[1]
    html = cast.Browser().get(case).content.decode()
    return re.search(r'href="(/en/messenger/case/[^"]+)"', html)[1]


def test_who_is_logged_in_comes_to_their_conversation(pro: cast.Browser) -> None:
    row = forwarded(pro)
    assert pro.get(way_in(row))["Location"] == at(row)


def test_who_wrote_without_a_login_comes_back_in_the_same_browser(locked_out: cast.Browser) -> None:
    row = forwarded(locked_out, topic="locked-out-deletion")
    assert locked_out.get(way_in(row))["Location"] == at(row)


def test_who_is_not_logged_in_may_do_so_and_comes_to_it(pro: cast.Browser) -> None:
    row = forwarded(pro)
    onward = cast.Browser().get(way_in(row))["Location"]
    assert onward == f"/en/sign-in/?next={quote(at(row), safe='')}"
    assert "case" not in onward, "the link itself goes nowhere else"


def test_somebody_else_is_told_so_and_sees_nothing(pro: cast.Browser, team_owner: cast.Browser) -> None:
    row = forwarded(pro)
    page = team_owner.get(way_in(row), follow=True)
    assert "belongs to another login" in page.content.decode()
    assert at(row) not in page.content.decode()


def test_a_case_whose_conversation_is_not_theirs_to_log_in_to_says_so(locked_out: cast.Browser) -> None:
    row = forwarded(locked_out, topic="locked-out-deletion")
    assert cast.Browser().get(way_in(row))["Location"].endswith("?messenger=elsewhere")


def test_the_case_that_goes_on_leads_to_the_conversation_that_it_began_in(pro: cast.Browser) -> None:
    row = forwarded(pro)
    actions.change_status(ticket=row.ticket, author=cast.staff(), event="close")
    actions.add_customer_message(ticket=row.ticket, body="Again.", channel="email")
    later = Ticket.objects.get(follows=row.ticket)
    case = re.search(r"/en/case/(\S+)", later.emails.get().body)[1]
    assert pro.get(f"/en/messenger/case/{case}")["Location"] == at(row)


def test_a_link_that_opens_nothing_leads_to_the_page_that_says_so(pro: cast.Browser) -> None:
    assert pro.get("/en/messenger/case/nothing", follow=True).status_code == 404

"""A part of a page that is asked for when the login is over: nothing is put into the page in its place."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def address(ticket, verb):
    return f"/admin/tickets/ticket/{ticket.reference}/{verb}/"


def post(browser, ticket, verb):
    page = f"{cast.ORIGIN}{address(ticket, 'change')}"
    return browser.post(address(ticket, verb), headers={"HX-Request": "true", "HX-Current-URL": page})


@pytest.mark.parametrize("verb", ["write", "presence", "status", "redact"])
def test_whose_login_is_over_gets_no_login_page_into_a_part(client, ticket, verb):
    answer = post(client, ticket, verb)
    assert (answer.status_code, answer.content) == (401, b"")
    assert (answer["HX-Reswap"], answer["Cache-Control"]) == ("none", "no-store")
    assert client.post(address(ticket, verb))["Location"].startswith("/admin/login/")

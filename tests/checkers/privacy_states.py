"""The pages about one person, as staff see them: whom to look for, what there is, and what is wrong."""

from collections.abc import Iterator

from tests import cast
from tests.checkers.browsing import State, of_admin, page
from tests.messenger.steps import chatting, forwarded

PERSON = "/admin/privacy/report/person/"


def privacy_pages() -> Iterator[State]:
    """All of them."""
    pro, lead = cast.browser(person="pro"), cast.staff_browser(name="lead", groups=("leads",))
    chatting(pro, text="A chat of mine")
    forwarded(pro, text="A ticket of mine")
    again = {"address": "pro@example.com", "again": "x"}
    for name, html in {
        "person-asks": page(lead, PERSON),
        "person-no-address": page(lead, f"{PERSON}?address=x"),
        "person-unknown": page(lead, f"{PERSON}?address=nobody@example.com"),
        "person": page(lead, f"{PERSON}?address=pro@example.com"),
        "person-typed-again-wrong": page(lead, f"{PERSON}delete/", again),
    }.items():
        yield name, of_admin(html)

"""The pages on which staff make tokens for their programs."""

from collections.abc import Iterator

from django.utils import timezone

from accounts.staff.arriving import _CONFIRMED
from api.models import ApiToken
from tests import cast
from tests.checkers.browsing import State, of_admin, page

LIST = "/admin/api/apitoken/"
WANTED = {"name": "Order system", "scopes": ["tickets:read"], "networks": "192.0.2.0/24", "days": "90"}


def program_pages() -> Iterator[State]:
    """All of them."""
    ada = cast.staff_browser(name="ada-of-the-programs", groups=("admins",))
    session = ada.session
    session[_CONFIRMED] = timezone.now().timestamp()
    session.save()
    shown = {
        "tokens-none": page(ada, LIST),
        "token-add": page(ada, f"{LIST}add/"),
        "token-add-wrong": page(ada, f"{LIST}add/", {**WANTED, "networks": "home", "scopes": []}),
        "token-made": page(ada, f"{LIST}add/", WANTED),
    }
    token = ApiToken.objects.get(user=ada.user)
    shown |= {"tokens": page(ada, LIST), "token": page(ada, f"{LIST}{token.pk}/change/")}
    for name, html in shown.items():
        yield name, of_admin(html)

"""The pages on which staff make tokens for their programs, and say where those hear of what happens."""

from collections.abc import Iterator

from django.utils import timezone

from accounts.staff.arriving import _CONFIRMED
from api.models import ApiToken
from tests import cast
from tests.checkers.browsing import State, of_admin, page
from webhooks.actions import endpoints, replaying
from webhooks.models import Delivery, Endpoint

LIST = "/admin/api/apitoken/"
ENDPOINTS = "/admin/webhooks/endpoint/"
LISTENS = {"name": "Orders", "url": "https://hooks.example/", "kinds": ["ticket.created", "ticket.changed"]}
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
    for name, html in (shown | _webhooks(ada)).items():
        yield name, of_admin(html)


def _webhooks(ada: cast.Browser) -> dict[str, str]:
    """Endpoints that are on, fail and are off, and what they were told."""
    shown = {
        "endpoints-none": page(ada, ENDPOINTS),
        "endpoint-add": page(ada, f"{ENDPOINTS}add/"),
        "endpoint-add-wrong": page(ada, f"{ENDPOINTS}add/", {**LISTENS, "url": "http://hooks.example/", "kinds": []}),
        "endpoint-made": page(ada, f"{ENDPOINTS}add/", LISTENS),
    }
    endpoint, now = Endpoint.objects.get(owner=ada.user), timezone.now()
    told = replaying.send_test(endpoint=endpoint, now=now)
    shown |= {"endpoint": page(ada, f"{ENDPOINTS}{endpoint.pk}/change/"), "told-waits": page(ada, _told(told))}
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=now)
    shown |= {"endpoint-fails": page(ada, f"{ENDPOINTS}{endpoint.pk}/change/"), "endpoints": page(ada, ENDPOINTS)}
    endpoints.switch_off(endpoint=endpoint, because=Endpoint.Stop.FAILING, now=now)
    shown |= {"endpoint-off": page(ada, f"{ENDPOINTS}{endpoint.pk}/change/"), "endpoints-off": page(ada, ENDPOINTS)}
    return shown | {"told": page(ada, _told(told)), "told-all": page(ada, "/admin/webhooks/delivery/")}


def _told(row: Delivery) -> str:
    return f"/admin/webhooks/delivery/{row.pk}/change/"

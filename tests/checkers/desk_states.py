"""The pages of the desk: the queue, a ticket in its states, what is made of several, and what leads set up and read."""

from collections.abc import Iterator

from tests import cast
from tests.checkers.browsing import State, of_admin, page
from tests.tickets.automations.making import automation
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Ticket, WallScreen

LIST = "/admin/tickets/ticket/"


def desk_pages() -> Iterator[State]:
    """All of them."""
    boss = cast.staff_browser(name="boss-of-the-desk-states", superuser=True)
    first, second, other = (open_ticket(subject=f"Desk {each}") for each in ("one", "two", "three"))
    Ticket.objects.filter(pk=other.pk).update(requester_email="ben@example.com", requester_name="Ben")
    shown = _one_ticket(boss, first) | _together(boss, first, second, other) | _for_leads(boss)
    for name, html in shown.items():
        yield f"desk-{name}", of_admin(html)


def _one_ticket(boss: cast.Browser, ticket: Ticket) -> dict[str, str]:
    here = f"{LIST}{ticket.reference}"
    later = actions.add_customer_message(ticket=ticket, body="And my invoice is wrong.", channel="messenger")
    ticket.refresh_from_db()
    typed = {"body": "Look under Settings.", "mode": "reply", "seen": f"{later.pk}-0", "version": str(ticket.version)}
    shown = {
        "ticket": page(boss, f"{here}/change/"),
        "split-wrong": page(boss, f"{here}/split/", {"message": later.pk, "subject": " "}),
        "redaction": page(boss, f"{here}/redact/"),
        "redaction-wrong": page(boss, f"{here}/redact/", {"words": "", "reason": ""}),
        "preview": page(boss, f"{here}/preview/", typed),
        "later-wrong": page(boss, f"{here}/later/", typed | {"later_at": "2020-01-01T09:30"}),
    }
    return shown | {"later": page(boss, f"{here}/later/", typed | {"later": "tomorrow"})}


def _together(boss: cast.Browser, first: Ticket, second: Ticket, other: Ticket) -> dict[str, str]:
    here = f"{LIST}{first.reference}/merge/"
    several = "".join(f"&ticket={each.reference}" for each in (first, second, other))
    return {
        "queue": page(boss, LIST),
        "queue-empty": page(boss, f"{LIST}?q=xyzzyplugh"),
        "merge": page(boss, here),
        "merge-wrong": page(boss, f"{here}?into=HC-0000"),
        "merge-asks": page(boss, f"{here}?into={other.reference}"),
        "merge-several": page(boss, f"{LIST}merge/?x=1{several}"),
        "merged": page(boss, here, {"into": second.reference}),
    }


def _for_leads(boss: cast.Browser) -> dict[str, str]:
    made = automation(name="Of the states", steps=[("tag", "states")], conditions=[("subject", "Desk")])
    return {
        "automation-try": page(boss, f"/admin/tickets/automation/{made.pk}/try/"),
        "promise-wrong": page(boss, "/admin/tickets/slapolicy/add/", {"name": "", "first_response": "soon"}),
        "report": page(boss, "/admin/tickets/dayfigures/"),
        "wall": page(boss, "/admin/tickets/dayfigures/wall/"),
        "wall-screen": page(boss, f"/admin/tickets/wallscreen/{WallScreen.objects.create(name='Room').pk}/change/"),
    }

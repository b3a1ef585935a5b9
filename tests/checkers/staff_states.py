"""The pages of how staff log in, and of what they set for themselves."""

from collections.abc import Iterator

from accounts.staff import actions
from accounts.staff.requirement import Rule
from tests import cast
from tests.accounts.authenticator import Device
from tests.accounts.signing_in import OWN, add_passkey, give_code, log_in, member, set_up_app
from tests.checkers.browsing import State, of_admin, page
from tests.tickets.conftest import open_ticket
from tickets.actions import add_note

SECOND = f"{OWN}second-step/"


def staff_pages() -> Iterator[State]:
    """All of them."""
    aki = member("aki-of-the-states")
    boss = cast.staff_browser(name="boss-of-the-states", superuser=True)
    browser, waiting, other = cast.Browser(), cast.Browser(), cast.Browser()
    log_in(browser, aki.username)
    shown = {
        "own-empty": page(browser, OWN),
        "own-app": page(browser, f"{OWN}app/"),
        "own-app-wrong": page(browser, f"{OWN}app/", {"code": "0"}),
        "own-passkey": page(browser, f"{OWN}passkeys/add/"),
        "own-passkey-wrong": page(browser, f"{OWN}passkeys/add/", {"name": "", "answer": "x"}),
        "own-codes": set_up_app(browser)[0].content.decode(),
    }
    add_passkey(browser, Device())
    log_in(waiting, aki.username)
    shown |= {
        "own": page(browser, OWN),
        "own-confirm": page(browser, f"{OWN}confirm/"),
        "own-confirm-wrong": page(browser, f"{OWN}confirm/", {"password": "x"}),
        "own-second-step": page(waiting, SECOND),
        "own-second-step-wrong": give_code(waiting, "000000").content.decode(),
        "own-settings": page(browser, "/admin/settings/"),
        "own-settings-wrong": page(browser, "/admin/settings/", {"signature": "x" * 600, "language": "xx"}),
        "own-logins": page(boss, f"/admin/accounts/user/{aki.pk}/logins/"),
    }
    shown |= _notices(boss)
    ben = member("ben-of-the-states")
    actions.change_policy(second_step=Rule.EVERYBODY)
    log_in(other, ben.username)
    shown["own-must"] = page(other, OWN)
    actions.change_policy(second_step=Rule.NOBODY)
    for name, html in shown.items():
        yield name, of_admin(html)


def _notices(boss: cast.Browser) -> dict[str, str]:
    """What they are told, before there is anything and after, and how they want to hear of it."""
    here = "/admin/tickets/ticket"
    lists = {"notices": f"{here}/notifications/", "mentions": f"{here}/?view=mentioned"}
    shown = {f"own-{name}-empty": page(boss, address) for name, address in lists.items()}
    ticket = open_ticket(subject="Of the states")
    add_note(ticket=ticket, author=cast.staff(name="cy-of-the-states"), body="@boss-of-the-states, look")
    shown |= {f"own-{name}": page(boss, address) for name, address in lists.items()}
    choices = f"{here}/notifications/choices/"
    escalated = {"team": "0", "note": "They need this.", "priority": "x"}
    return shown | {
        "own-choices": page(boss, choices),
        "own-choices-wrong": page(boss, choices, {"assigned": "x"}),
        "own-escalated-wrong": page(boss, f"{here}/{ticket.reference}/escalate/", escalated),
    }

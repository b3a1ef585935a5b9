"""A lead sets up an endpoint, and what happens to a ticket arrives at the program that listens there."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.test_automations import forwarded
from tests.webhooks.receiver import Receiver, listening

type Check = Callable[[Page], None]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A program that listens."""
    with listening() as made:
        yield made


def wait_for(receiver: Receiver, kind: str, secret: str, *, seconds: float = 30) -> dict[str, dict[str, object]]:
    """The data of the first webhook of this type, once it is there. Raises AssertionError when it doesn't come."""
    deadline = time.monotonic() + seconds
    while not (found := [each["data"] for each in receiver.told(secret) if each["type"] == kind]):
        assert time.monotonic() < deadline, f"no {kind} after {seconds} s"
        time.sleep(0.1)
    return dict(found[0])


def test_what_happens_to_a_ticket_arrives_at_a_program(
    new_page: Callable[..., Page],
    staff_page: Callable[[str], Page],
    site: Site,
    receiver: Receiver,
    accessible: Check,
) -> None:
    lead = staff_page("lead")
    lead.goto("/admin/webhooks/endpoint/add/")
    lead.get_by_label("Name").fill("Order system")
    lead.get_by_label("Address").fill(receiver.url)
    lead.get_by_label("A ticket was opened (ticket.created)").check()
    lead.get_by_label("(ticket.changed)").check()
    accessible(lead)
    lead.get_by_role("button", name="Save").click()
    secret = lead.locator("code").inner_text()
    accessible(lead)
    lead.get_by_role("link", name="I have kept it").click()
    accessible(lead)
    lead.get_by_role("button", name="Send a test").click()
    assert wait_for(receiver, "webhook.test", secret) == {"endpoint": "Order system"}
    lead.reload()
    expect(lead.locator("#content")).to_contain_text("delivered")
    accessible(lead)

    reference = forwarded(new_page(), site, "Where is my order?")
    assert wait_for(receiver, "ticket.created", secret)["ticket"]["reference"] == reference
    lead.goto(f"/admin/tickets/ticket/{reference}/change/")
    lead.locator("#priority").select_option("40")
    change = wait_for(receiver, "ticket.changed", secret)
    assert change["ticket"]["priority"] == "urgent"
    assert (change["change"]["what"], change["change"]["after"]) == ("priority", "urgent")
    lead.goto("/admin/webhooks/delivery/")
    expect(lead.locator("#result_list tr", has_text=reference).first).to_contain_text("delivered")
    accessible(lead)

    lead.goto("/admin/webhooks/endpoint/")
    lead.get_by_role("link", name="Order system").click()
    lead.get_by_role("button", name="Switch off").click()
    expect(lead.locator(".messagelist")).to_contain_text("“Order system” is told nothing any more.")
    accessible(lead)

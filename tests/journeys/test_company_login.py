"""Staff by their company's login: in without a user here, out at both by one press, and out here when out there."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.journeys.provider import Login, serving
from tests.journeys.site import Site
from tests.journeys.test_screens import look_at

type Check = Callable[[Page], None]
ROWS = "/admin/accounts/staffprovider/"
QUEUE = "/admin/tickets/ticket/"


@pytest.fixture
def company() -> Iterator[Login]:
    """The login of Acme, which logs people out as well."""
    with serving("acme.localhost") as [login]:
        login.logs_out = True
        yield login


@pytest.fixture
def offered(company: Login, staff_page: Callable[[str], Page], accessible: Check) -> Iterator[None]:
    """An admin offers it until the journey ends."""
    admin = staff_page("admin")
    admin.goto(f"{ROWS}add/")
    admin.locator("#id_name").fill("Acme")
    admin.locator("#id_is_on").check()
    admin.locator("#id_issuer").fill(company.origin)
    admin.locator("#id_client_id").fill("help-center")
    admin.locator("#id_client_auth").select_option("none")
    admin.locator("#id_makes_users").check()
    admin.get_by_text("Add another Group").click()
    admin.locator("#id_groups-0-value").fill("support")
    admin.locator("#id_groups-0-group").select_option(label="agents")
    look_at(admin, accessible)
    admin.get_by_role("button", name="Save and continue editing").click()
    expect(admin.locator(".messagelist")).to_contain_text("was added successfully")
    row = admin.url
    admin.get_by_role("link", name="Try").click()
    expect(admin.locator(".messagelist")).to_contain_text("Who logs out here is logged out there.")
    expect(admin.locator(".messagelist")).not_to_contain_text("Wrong:")
    look_at(admin, accessible)
    yield
    admin.goto(row)
    admin.locator("#id_is_on").uncheck()
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.wait_for_url(f"**{ROWS}")


def tell(site: Site, token: str) -> int:
    """The company's server says that somebody logged out there; what it is answered."""
    address = f"http://127.0.0.1:{site.port}/admin/sign-in/company/back-channel-logout"
    headers = {"Host": urlsplit(site.help).netloc}
    return requests.post(address, {"logout_token": token}, headers=headers, timeout=20).status_code


def come_in(page: Page, *, onward: str = QUEUE) -> None:
    """By the button, and by who one is where the company asks."""
    page.goto(onward)
    page.get_by_role("link", name="Log in with Acme").click()
    if urlsplit(page.url).hostname == "acme.localhost":
        page.get_by_role("link", name="Uma").click()


@pytest.mark.usefixtures("offered")
def test_whoever_comes_in_by_their_company_logs_out_at_it(
    company: Login, new_page: Callable[..., Page], site: Site, accessible: Check
) -> None:
    page = new_page()
    page.goto(QUEUE)
    look_at(page, accessible)
    in_and_out(page, company, site)
    look_at(page, accessible)
    in_and_out(new_page(java_script_enabled=False), company, site)

    # Out at the company nobody is known there either.
    page.get_by_role("link", name="Log in again").click()
    page.get_by_role("link", name="Log in with Acme").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    page.get_by_role("link", name="Uma").click()
    page.wait_for_url(f"{site.help}/admin/**")

    # There they log out, in another tab say: the next press here asks who it is, and leads on where it was to go.
    assert tell(site, company.logout_token("Ben")) == 200
    page.goto(QUEUE)
    expect(page.locator(".queue-views")).to_be_visible()
    assert tell(site, company.logout_token("Uma")) == 200
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Unassigned").click()
    page.get_by_role("link", name="Log in with Acme").click()
    page.wait_for_url(f"{site.help}{QUEUE}?view=**")
    expect(page.locator(".desk-me")).to_have_text("Uma")


def in_and_out(page: Page, company: Login, site: Site) -> None:
    """In by the company, and out by one press: the page between leads there and back by itself."""
    before = len(company.farewells)
    come_in(page)
    page.wait_for_url(f"{site.help}{QUEUE}")
    expect(page.locator(".queue-views")).to_be_visible()
    expect(page.locator(".desk-me")).to_have_text("Uma")
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", name="Logged out")).to_be_visible()
    expect(page.get_by_text("Here, and at Acme")).to_be_visible()
    [farewell] = company.farewells[before:]
    assert farewell["id_token_hint"]
    assert farewell["client_id"] == "help-center"

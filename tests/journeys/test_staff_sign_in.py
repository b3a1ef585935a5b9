"""Staff set up a second step, without scripts and with, and an admin takes it away again."""

import base64
import time
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.test_screens import look_at

POLICY = "/admin/accounts/staffpolicy/1/change/"
NAME = "editor"


def code_of(letters: str, *, steps: int = 0) -> str:
    """What an authenticator app shows that was given these letters, now or half minutes later."""
    bare = letters.replace(" ", "")
    key = base64.b32decode(bare + "=" * (-len(bare) % 8))
    return TOTP(key, 6, SHA1(), 30).generate(int(time.time()) + 30 * steps).decode()


def set_policy(page: Page, value: str) -> None:
    page.goto(POLICY)
    page.get_by_label("who needs a second step").select_option(value)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/" if "change" in page.url else "**/admin/**")


def give_password(page: Page, site: Site) -> None:
    page.goto("/admin/login/?next=/admin/helpcenter/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(site.passwords[NAME])
    page.get_by_role("button", name="Log in").click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", name="Logged out")).to_be_visible()


def with_device(page: Page) -> None:
    """Gives the browser a device that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"hasResidentKey": True}})


@pytest.fixture
def admin(staff_page: Callable[[str], Page]) -> Iterator[Page]:
    """An admin; when the journey ends nothing is asked of staff, as before."""
    page = staff_page("admin")
    yield page
    set_policy(page, "nobody")


def test_a_second_step_from_the_policy_to_the_passkey(
    admin: Page, plain: Page, new_page: Callable[..., Page], site: Site, accessible: Callable[[Page], None]
) -> None:
    set_policy(admin, "everybody")

    # Without scripts: the password leads to the page to set one up, and nowhere else.
    give_password(plain, site)
    expect(plain.get_by_text("Your team asks for a second step")).to_be_visible()
    plain.goto("/admin/helpcenter/")
    expect(plain.get_by_label("Password")).to_be_visible()
    plain.goto("/admin/sign-in/")
    plain.get_by_role("link", name="Set up an authenticator app").click()
    plain.get_by_text("Type it instead").click()
    letters = plain.locator(".own-letters").inner_text()
    plain.get_by_label("Type the six digits").fill(code_of(letters))
    plain.get_by_role("button", name="Set up").click()
    recovery = plain.locator(".own-codes code").all_inner_texts()
    assert len(recovery) == 10
    with plain.expect_download() as file:
        plain.get_by_role("link", name="Download as text").click()
    assert recovery[0] in file.value.path().read_text()
    plain.get_by_role("link", name="I have kept them").click()
    plain.wait_for_url("**/admin/helpcenter/")
    log_out(plain)
    give_password(plain, site)
    plain.get_by_label("Code from your authenticator app").fill(code_of(letters, steps=1))
    plain.get_by_role("button", name="Log in").click()
    plain.wait_for_url("**/admin/helpcenter/")

    # With scripts, on a device that has no app: a recovery code, then a passkey of its own.
    page = new_page()
    with_device(page)
    give_password(page, site)
    look_at(page, accessible)
    page.get_by_label("Code from your authenticator app").fill("000000")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("That code opens nothing")
    page.get_by_label("Code from your authenticator app").fill(recovery[0])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/helpcenter/")
    page.locator(".desk-me").click()
    look_at(page, accessible)
    page.get_by_role("link", name="How you log in").click()
    look_at(page, accessible)
    page.get_by_role("link", name="Add a passkey").click()
    look_at(page, accessible)
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".messagelist")).to_contain_text("Your passkey is set up.")
    log_out(page)
    give_password(page, site)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/admin/helpcenter/")

    # They lost all of it.
    admin.goto("/admin/accounts/user/")
    admin.get_by_role("link", name=NAME, exact=True).click()
    admin.get_by_role("link", name="Take away the second step").click()
    look_at(admin, accessible)
    admin.get_by_role("button", name="Take away the second step").click()
    expect(admin.locator(".messagelist")).to_contain_text("The password alone opens now")
    assert "An admin removed the second step" in str(
        site.wait_for_mail(to="emil@help.localhost", about="Your login to the desk was changed", count=4)[-1]
    )

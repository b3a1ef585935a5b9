"""Who is logged in at a product is known on the help center without a press where that can be, and else by one."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.people import open_panel, reach_fin
from tests.journeys.provider import Login, Staff, serving
from tests.journeys.site import Site
from tests.journeys.ways import frame_of, panel_of

# The whole browser: the quick one gives frames cookies that they must not have.
pytestmark = pytest.mark.embedded

WHO = ".who"
KNOWN = "Marta · login.help.localhost"


@pytest.fixture(scope="module")
def domains(site: Site) -> Iterator[tuple[Staff, list[Login]]]:
    """Two logins under the help center's own name, one on another site; when all is done their rows are of the past."""
    with serving("login.help.localhost", "other.help.localhost", "away.elsewhere.localhost") as logins:
        staff = Staff(site)
        yield staff, logins
        successor = staff.domains()["claude.localhost"]
        for login in logins:
            if login.host in staff.domains():
                staff.say(login, status="legacy", successor=successor, silent_sign_in="")


@pytest.fixture
def login(domains: tuple[Staff, list[Login]]) -> Login:
    """The one that is asked."""
    staff, (first, *_others) = domains
    first.begin()
    if first.host not in staff.domains():
        staff.say(first)
    return first


def test_who_is_logged_in_at_a_product_of_the_same_site_is_known_once_the_messenger_is_open(page: Page, login: Login):
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/en/articles/9015913")
    page.wait_for_load_state("networkidle")
    # Nothing is asked of who only reads.
    assert login.prompts == []
    panel = open_panel(page)
    expect(panel.locator(WHO)).to_contain_text(KNOWN)
    expect(panel.locator("#messenger-said")).to_have_text("Logged in: Marta · login.help.localhost")
    assert login.prompts == ["none"]
    expect(panel.locator("iframe")).to_have_count(0)
    # On the next page it is known from the beginning.
    page.goto("/en/")
    expect(panel_of(page).locator(WHO)).to_contain_text(KNOWN)
    assert login.prompts == ["none"]


def test_in_japanese(page: Page, login: Login):
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/ja/articles/9015913")
    panel = open_panel(page)
    expect(panel.locator(WHO)).to_contain_text(KNOWN)
    expect(panel.get_by_role("button", name="ログアウト")).to_be_visible()


def test_what_is_being_typed_meanwhile_stays_with_the_cursor_in_it(page: Page, login: Login):
    login.seconds = 1.5
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/en/")
    panel = open_panel(page)
    field = panel.locator("#messenger-text")
    field.press_sequentially("I am typing")
    for _each in range(6):
        field.press("ArrowLeft")
    expect(panel.locator(WHO)).to_contain_text(KNOWN)
    page.keyboard.type("still ")
    expect(field).to_have_value("I am still typing")
    expect(field).to_be_focused()


def test_who_sends_something_as_nobody_keeps_it_as_nobody(page: Page, login: Login):
    login.seconds = 2
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/en/")
    panel = open_panel(page)
    panel.locator("#messenger-text").fill("Sent before it was known who I am")
    panel.get_by_role("button", name="Send message").click()
    expect(panel.get_by_role("button", name="Agree")).to_be_visible()
    page.wait_for_timeout(2500)
    expect(panel.locator(".typed")).to_contain_text("Sent before it was known who I am")
    page.goto("/en/messenger/")
    expect(page.locator(WHO)).to_contain_text("Not logged in.")


@pytest.mark.parametrize("manner", ["login_required", "interaction_required", "wrong state"])
def test_a_refusal_is_remembered_in_this_tab_and_the_one_press_is_there(page: Page, login: Login, manner: str):
    login.manner = manner
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/en/")
    panel = open_panel(page)
    frame = frame_of(page)
    frame.wait_for_function("() => sessionStorage['messenger.silent:']")
    expect(panel.locator(WHO)).to_contain_text("Not logged in.")
    expect(panel.locator("body > iframe")).to_have_count(0)
    page.goto("/en/articles/9015913")
    expect(panel_of(page).locator("#messenger-text")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert login.prompts == ["none"]
    panel_of(page).locator(WHO).get_by_role("link", name="Log in").click()
    page.get_by_role("link", name="Continue with Login").click()
    page.wait_for_url("**/en/articles/9015913*")
    expect(panel_of(page).locator(WHO)).to_contain_text(KNOWN)


def test_a_provider_that_does_not_answer_is_given_up(page: Page, login: Login):
    login.seconds = 8
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/en/")
    panel = open_panel(page)
    frame_of(page).wait_for_function("() => sessionStorage['messenger.silent:']", timeout=7_500)
    expect(panel.locator("body > iframe")).to_have_count(0)
    expect(panel.locator(WHO)).to_contain_text("Not logged in.")


def test_a_provider_that_shows_a_page_of_its_own_is_given_up_and_nobody_sees_it(
    browser, site: Site, login: Login, browser_context_args
):
    # Not the journeys' own context: the browser says in its console that it shows no such page.
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    login.manner = "page"
    page.goto("/en/")
    panel = open_panel(page)
    frame_of(page).wait_for_function("() => sessionStorage['messenger.silent:']", timeout=4_000)
    expect(panel.locator("body > iframe")).to_have_count(0)
    expect(panel.locator(WHO)).to_contain_text("Not logged in.")
    context.close()


@pytest.mark.usefixtures("login")
def test_another_sites_cookie_stays_out_of_the_frame_and_one_press_is_enough(
    page: Page, domains: tuple[Staff, list[Login]]
):
    staff, (_first, _other, away) = domains
    away.begin()
    staff.say(away)
    try:
        page.goto(f"{away.origin}/enter?who=Marta")
        page.goto("/en/")
        panel = open_panel(page)
        frame_of(page).wait_for_function("() => sessionStorage['messenger.silent:']")
        assert away.prompts == ["none"]
        panel.locator(WHO).get_by_role("link", name="Log in").click()
        page.get_by_role("link", name="Continue with Away").click()
        expect(panel_of(page).locator(WHO)).to_contain_text("Marta · away.elsewhere.localhost")
        assert away.prompts == ["none", ""]
    finally:
        staff.say(away, silent_sign_in="")


def test_two_tabs_both_know(new_context: Callable[..., BrowserContext], login: Login):
    login.seconds = 1
    context = new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(f"{login.origin}/enter?who=Marta")
    for tab in (first, second):
        tab.goto("/en/")
    panels = [open_panel(tab) for tab in (first, second)]
    for panel in panels:
        expect(panel.locator(WHO)).to_contain_text(KNOWN)


def test_logged_in_at_two_products_one_chooses_by_one_press(
    page: Page, domains: tuple[Staff, list[Login]], login: Login
):
    staff, (_first, other, _away) = domains
    other.begin()
    staff.say(other)
    try:
        for each in (login, other):
            page.goto(f"{each.origin}/enter?who=Marta")
        page.goto("/en/")
        panel = open_panel(page)
        expect(panel.locator(WHO).get_by_role("link", name="Continue with Login")).to_be_visible()
        panel.locator(WHO).get_by_role("link", name="Continue with Other").click()
        expect(panel_of(page).locator(WHO)).to_contain_text("Marta · other.help.localhost")
        assert (login.prompts, other.prompts) == (["none"], ["none", "none"])
    finally:
        staff.say(other, silent_sign_in="")


def test_who_logs_out_is_not_logged_in_again_in_silence(page: Page, login: Login):
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/en/")
    panel = open_panel(page)
    expect(panel.locator(WHO)).to_contain_text(KNOWN)
    panel.get_by_role("button", name="Log out").click()
    expect(panel_of(page).locator(WHO)).to_contain_text("Not logged in.")
    page.goto("/en/articles/9015913")
    expect(panel_of(page).locator(WHO)).to_contain_text("Not logged in.")
    page.wait_for_load_state("networkidle")
    assert login.prompts == ["none"]


def test_not_you_leads_to_somebody_else_who_sees_nothing_of_the_first(page: Page, login: Login):
    page.goto(f"{login.origin}/enter?who=Marta")
    page.goto("/en/")
    panel = open_panel(page)
    expect(panel.locator(WHO)).to_contain_text(KNOWN)
    panel.locator("#messenger-text").fill("Of Marta's salary")
    panel.get_by_role("link", name="Not you?").click()
    expect(page.locator("main")).to_contain_text("You are logged in as Marta at login.help.localhost")
    page.get_by_role("link", name="Continue with Login").click()
    page.get_by_role("link", name="Ben").click()
    expect(panel_of(page).locator(WHO)).to_contain_text("Ben · login.help.localhost")
    expect(panel_of(page).locator("#messenger-text")).to_have_value("")
    assert login.prompts == ["none", "select_account", ""]


def of_hours_ago(page: Page, login: Login, name: str) -> None:
    """Somebody logs in whose plan and role were last said two hours ago."""
    login.age = 7200
    page.goto(f"{login.origin}/enter?who={name}")
    page.goto("/en/sign-in/login.help.localhost/?next=/en/messenger/")
    page.wait_for_url("**/en/messenger/")
    login.age = 0
    login.prompts.clear()


def test_a_plan_of_hours_ago_is_said_anew_unseen_and_the_press_forwards(page: Page, site: Site, login: Login):
    of_hours_ago(page, login, "Ada")
    page.goto("/en/")
    panel = open_panel(page)
    reach_fin(panel, text="How do I cancel my subscription?", topic="Plans and cancellation")
    panel.get_by_role("button", name="No, not yet").click()
    panel.locator("#composer-text").fill("and one more thing")
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    expect(panel.locator("[data-ticket]")).to_be_visible()
    expect(panel.locator("#composer-text")).to_have_value("and one more thing")
    assert login.prompts == ["none"]
    assert site.wait_for_mail(to="ada@acme.example")


def test_who_has_a_better_plan_by_now_is_offered_what_it_gives(page: Page, login: Login):
    of_hours_ago(page, login, "Ida")
    login.plans["Ida"] = {"plan": "max"}
    page.goto("/en/")
    panel = open_panel(page)
    reach_fin(panel, text="How do I cancel my subscription?", topic="Plans and cancellation")
    panel.get_by_role("button", name="No, not yet").click()
    expect(panel.get_by_role("button", name="Forward to the Product Support team")).to_be_visible()


def test_a_refused_press_is_answered_by_the_link_when_the_product_says_nothing(page: Page, login: Login):
    of_hours_ago(page, login, "Eli")
    login.manner = "login_required"
    page.goto("/en/")
    panel = open_panel(page)
    reach_fin(panel, text="How do I cancel my subscription?", topic="Plans and cancellation")
    panel.get_by_role("button", name="No, not yet").click()
    panel.locator("#composer-text").fill("kept")
    panel.get_by_role("button", name="Forward to the Product Support team").click()
    expect(panel.get_by_role("link", name="Confirm at login.help.localhost and come back")).to_be_visible()
    login.manner = "well"
    panel.get_by_role("link", name="Confirm at login.help.localhost and come back").click()
    page.wait_for_url("**/en/*")
    again = panel_of(page)
    expect(again.locator("#composer-text")).to_have_value("kept")
    again.get_by_role("button", name="Forward to the Product Support team").click()
    expect(again.locator("[data-ticket]")).to_be_visible()


@pytest.mark.parametrize("manner", ["well", "login_required"])
def test_without_scripts_one_goes_there_and_comes_back_to_the_same_place(plain: Page, login: Login, manner: str):
    of_hours_ago(plain, login, "Kim" if manner == "well" else "Noa")
    login.manner = manner
    reach_fin(plain, text="How do I cancel my subscription?", topic="Plans and cancellation")
    plain.locator("#composer-text").fill("kept")
    plain.get_by_role("button", name="No, not yet").click()
    plain.wait_for_url("**/en/messenger/c/*/?asked=1")
    expect(plain.locator("#composer-text")).to_have_value("kept")
    assert login.prompts == ["none"]
    confirm = plain.get_by_role("button", name="Confirm at login.help.localhost and come back")
    expect(confirm).to_have_count(0 if manner == "well" else 1)
    if manner == "well":
        plain.get_by_role("button", name="Forward to the Product Support team").click()
        expect(plain.locator("[data-ticket]")).to_be_visible()


def test_without_scripts_it_is_one_press_as_ever(plain: Page, login: Login):
    plain.goto(f"{login.origin}/enter?who=Marta")
    plain.goto("/en/messenger/")
    plain.locator(WHO).get_by_role("button", name="Log in").click()
    plain.get_by_role("link", name="Continue with Login").click()
    expect(plain.locator(WHO)).to_contain_text(KNOWN)
    assert login.prompts == [""]

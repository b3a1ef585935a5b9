"""Each call of the messenger on a page of another origin, and what its promise comes to."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.host_page import HostPage, Outcome
from tests.journeys.site import Site


def test_boot_makes_a_launcher_and_loads_nothing(page: Page, site: Site):
    host = HostPage(page, site)
    host.go()
    before = page.evaluate("Object.keys(window)")
    with_answer = host.call("boot")
    assert with_answer == Outcome()
    expect(host.launcher).to_have_attribute("aria-label", "Support messenger")
    expect(page.locator("iframe")).to_have_count(0)
    # Again, it changes what it is given, and makes no second launcher.
    assert host.call("boot", {"locale": "ja-JP", "label": "助けて"}) == Outcome()
    expect(host.launcher).to_have_count(1)
    expect(host.launcher).to_have_attribute("aria-label", "助けて")
    assert page.evaluate("Object.keys(window)") == before
    assert page.context.cookies() == []


def test_open_close_and_toggle_resolve_when_it_is_so(host: HostPage):
    assert host.call("open") == Outcome()
    assert host.frame.locator("#messenger-text").is_visible()
    assert host.call("close") == Outcome()
    assert not host.page.locator("iframe").is_visible()
    assert host.call("toggle") == Outcome()
    assert host.page.locator("iframe").is_visible()
    host.call("toggle")
    expect(host.page.locator("iframe")).to_be_hidden()
    expect(host.launcher).to_have_attribute("aria-expanded", "false")


def test_escape_closes_from_either_side_and_the_focus_goes_back_to_what_opened_it(host: HostPage):
    for press in (host.page.keyboard.press, lambda key: host.frame.locator("#messenger-text").press(key)):
        host.page.locator("#own-opener").click()
        expect(host.frame.locator("#messenger-text")).to_be_visible()
        press("Escape")
        expect(host.page.locator("iframe")).to_be_hidden()
        expect(host.page.locator("#own-opener")).to_be_focused()


def test_an_article_is_what_the_first_call_shows(host: HostPage):
    assert host.call("showArticle", 9021020) == Outcome()
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")
    assert host.call("showArticle", 4) == Outcome(code="not_found")
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")


def test_an_article_that_is_not_there_leaves_home_at_the_first_call(host: HostPage):
    assert host.call("showArticle", 4) == Outcome(code="not_found")
    expect(host.frame.locator("#messenger-text")).to_be_visible()


def test_a_new_message_waits_in_the_field_below_what_was_typed(host: HostPage):
    assert host.call("newMessage", "My upload failed: error 413") == Outcome()
    field = host.frame.locator("#messenger-text")
    expect(field).to_have_value("My upload failed: error 413")
    expect(field).to_be_focused()
    field.fill("I typed this")
    for _again in range(2):
        assert host.call("newMessage", "Error 413") == Outcome()
        expect(field).to_have_value("I typed this\n\nError 413")


def test_a_conversation_is_shown_to_whom_it_belongs(host: HostPage):
    host.call("newMessage", "A question of mine")
    with host.page.expect_request("**/messenger/c/*/") as asked:
        host.frame.get_by_role("button", name="Send message").click()
    reference = asked.value.url.rstrip("/").rpartition("/")[2]
    expect(host.frame.locator(".typed")).to_contain_text("A question of mine")
    host.call("showArticle", 9021020)
    assert host.call("showConversation", reference) == Outcome()
    expect(host.frame.locator(".typed")).to_contain_text("A question of mine")
    # Somebody else's, or none: the same answer.
    host.call("shutdown")
    host.call("boot")
    assert host.call("showConversation", reference) == Outcome(code="not_found")
    assert host.call("showConversation", "none") == Outcome(code="not_found")


def test_shutdown_takes_all_away_and_another_boot_begins_anew(host: HostPage):
    host.call("open")
    host.call("newMessage", "typed before")
    host.page.evaluate("void (window.late = Messenger.showArticle(9021020).catch((error) => error.code))")
    assert host.call("shutdown") == Outcome()
    assert host.page.evaluate("late") == "shut_down"
    expect(host.page.locator("support-messenger")).to_have_count(0)
    for name in ("open", "close", "toggle", "identify", "newMessage", "showArticle", "showConversation"):
        assert host.call(name) == Outcome(code="not_booted"), name
    assert host.call("shutdown") == Outcome()
    assert host.call("boot") == Outcome()
    assert host.call("open") == Outcome()
    expect(host.frame.locator("#messenger-text")).to_have_value("")


def test_calls_from_before_the_script_came_are_made_in_their_order(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(
        before=HostPage.QUEUE, calls="Messenger.boot(); window.shown = Messenger.showArticle(9021020).then(() => 'yes')"
    )
    assert page.evaluate("shown") == "yes"
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")
    # So do those of a queue that holds nothing but the calls, and calls by name.
    plain = "window.Messenger = Object.assign((...call) => Messenger.q.push(call), { q: [] })"
    host.go(before=plain, calls="Messenger('boot'); Messenger('showArticle', 9021034)")
    expect(host.frame.locator("h2.article-title")).to_contain_text("Rate limits")


def test_who_holds_on_to_the_pages_own_queue_is_heard(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(before=HostPage.QUEUE + "; window.held = Messenger", calls="Messenger.boot()")
    assert page.evaluate("held !== Messenger && held.showArticle(9021020).then(() => 'shown')") == "shown"
    expect(host.frame.locator("h2.article-title")).to_contain_text("API keys")


def test_the_global_has_what_its_types_say(host: HostPage):
    served = host.page.context.new_page().goto("/messenger.d.ts")
    assert served is not None
    types = served.text()
    named = re.findall(r"^  (\w+)[<(]", types.partition("interface MessengerCalls {")[2].partition("\n}")[0], re.M)
    own = host.page.evaluate("Object.keys(Messenger).filter((key) => typeof Messenger[key] === 'function')")
    assert own == named
    assert host.page.evaluate("Object.keys(Messenger).filter((key) => typeof Messenger[key] !== 'function')") == [
        "loaded"
    ]
    is_promise = "(name) => { const made = Messenger[name](); made.catch(() => {}); return made instanceof Promise; }"
    assert {name: host.page.evaluate(is_promise, name) for name in named} == dict.fromkeys(named, True)

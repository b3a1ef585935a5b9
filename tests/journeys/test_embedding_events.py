"""What the messenger says to its page, and whom it listens to."""

from playwright.sync_api import Page, expect

from tests.journeys.host_page import HostPage, Outcome
from tests.journeys.site import Site


def test_events_are_heard_until_one_stops_listening(host: HostPage):
    for name in ("open", "close", "ready", "error", "unread"):
        host.listen(name)
    host.page.route("**/messenger/news", lambda route: route.fulfill(json={"unread": 2}))
    host.call("open")
    host.call("close")
    host.call("nonsense")
    assert host.heard("open") == host.heard("close") == host.heard("ready") == [None]
    assert host.heard("error") == [{"call": "nonsense", "code": "unknown_call", "message": "unknown_call"}]
    # The browser says that the tab is looked at again.
    frame = next(frame for frame in host.page.frames if "/messenger/embed" in frame.url)
    frame.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(host.launcher).to_have_attribute("aria-label", "Support messenger. Unread answers: 2")
    assert host.heard("unread") == [{"count": 2}]
    host.page.evaluate("ends.open()")
    host.call("open")
    assert host.heard("open") == [None]
    expect(host.launcher).to_have_attribute("aria-label", "Support messenger")


def test_a_listener_that_fails_stops_nothing(page: Page, site: Site):
    host = HostPage(page, site)
    host.go(calls="Messenger.boot(); Messenger.on('open', () => { window.reached = true; })")
    page.evaluate("void Messenger.on('open', () => { window.first = true; })")
    assert host.call("open") == Outcome()
    assert page.evaluate("[window.first, window.reached]") == [True, True]


def test_only_the_frame_is_listened_to_and_only_by_its_page(host: HostPage):
    host.call("open")
    host.page.evaluate("postMessage({messenger: 'close'}, '*')")
    host.page.evaluate(
        """() => new Promise((done) => {
            // A frame of the page's own speaks to the messenger's.
            const other = document.createElement("iframe");
            other.srcdoc = `<script>for (const each of [parent, parent[0], parent[1]])
                each?.postMessage({messenger: "article", id: 1, article: 9021020}, "*")</` + "script>";
            other.onload = () => setTimeout(done, 300);
            document.body.append(other);
        })"""
    )
    assert host.page.locator("support-messenger iframe").is_visible()
    expect(host.frame.locator("#messenger-text")).to_be_visible()

"""How a state is looked at, and what stands in a page only once a script put it there."""

import re

from django.http import HttpResponse

from tests import cast

type State = tuple[str, str]

SEARCHES = ["", "subscription", "xyzzyplugh"]
# The list of all tables beside each page of the admin, whose rows aren't of one length.
_DJANGOS_LIST = re.compile(r'<nav class="sticky" id="nav-sidebar".*?</nav>', re.DOTALL)
_SCREEN = re.compile(r'<section id="messenger".*</section>', re.DOTALL)


def page(browser: cast.Browser, address: str, data: dict[str, object] | None = None, **headers: str) -> str:
    """The page at the address, or where a press leads in the end."""
    if data is None:
        return _text(browser.get(address, headers=headers))
    return _text(browser.post(address, data, headers=headers, follow=True))


def with_fragment(html: str, address: str, browser: cast.Browser, *, into: str) -> str:
    """The page once htmx has put what it got from the address in place of the empty part `into`."""
    fragment = page(browser, address, **{"HX-Request": "true"})
    assert html.count(into) == 1, into
    return html.replace(into, fragment)


def in_frame(frame: str, screen: str) -> str:
    """The frame of a product's page once it shows the screen."""
    assert _SCREEN.search(frame)
    return _SCREEN.sub(lambda _old: screen, frame)


def changed(html: str, pattern: str, to: str) -> str:
    """The page after a script changed this one place in it."""
    text, times = re.subn(pattern, to, html)
    assert times == 1, (pattern, times)
    return text


def _text(answer: HttpResponse) -> str:
    return answer.content.decode()


def of_admin(html: str) -> str:
    """A page of the admin without Django's list, as its script marks it at once: a button has its name by the light."""
    html = _DJANGOS_LIST.sub("", html)
    return html if "<html data-theme" in html else changed(html, "<html ", '<html data-theme="auto" ')

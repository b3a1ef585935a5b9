"""The pages at the doors: logging in and out, what went wrong on the way, and "It wasn't me" from a notice's link."""

from collections.abc import Iterator

from django.conf import settings
from django.test import override_settings

from tests import cast
from tests.accounts.product import Product, serving
from tests.accounts.test_sign_in import come_back, leave
from tests.checkers.browsing import State, page
from tests.tickets.test_not_me import asked, link

LOGIN = "/en/sign-in/claude.localhost/"
FROM_ANOTHER_SITE = {"Sec-Fetch-Site": "cross-site", "Origin": "null"}


def doors() -> Iterator[State]:
    """All of them."""
    for locale in ("en", "ja"):
        yield from _logging_in(locale)
        yield from _not_me(locale)
    with serving() as (server, products):
        products["claude.localhost"] = up = Product(server)
        products["platform.localhost"] = down = Product(server, "platform.localhost", "console")
        yield from _with_a_product(up)
        yield from _without_one(down)


def _logging_in(locale: str) -> Iterator[State]:
    browser = cast.browser(person="console_admin")
    cast.domain(host="claude.localhost")
    way = LOGIN.replace("en", locale, 1)
    yield f"login-as-somebody-else-{locale}", page(browser, f"{way}?next=/{locale}/messenger/", **FROM_ANOTHER_SITE)
    tight = {**settings.LIMITS, "sign_in": dict.fromkeys(settings.LIMITS["sign_in"], 0) | {"seconds": 60}}
    with override_settings(LIMITS=tight):
        yield f"login-too-often-{locale}", page(cast.Browser(), way)


def _not_me(locale: str) -> Iterator[State]:
    asked(locale=locale, account=f"owner-{locale}@example.com")
    way, owner = link(), cast.Browser()
    yield f"not-me-asks-{locale}", page(owner, way)
    yield f"not-me-stopped-{locale}", page(owner, way, {})
    yield f"not-me-link-gone-{locale}", page(owner, f"{way[:-1]}x")


def _with_a_product(product: Product) -> Iterator[State]:
    product.description["end_session_endpoint"] = f"{product.origin}/logout"
    product.domain()
    for locale in ("en", "ja"):
        browser, way = cast.Browser(), LOGIN.replace("en", locale, 1)
        yield f"login-refused-{locale}", come_back(browser, product, leave(browser, way), nonce="x").content.decode()
        came = come_back(browser, product, leave(browser, way))
        browser.cookies["visitor"] = came.cookies["visitor"].value
        leaving = browser.post(f"/{locale}/sign-out/", {"next": f"/{locale}/articles/9021027"})
        yield f"logging-out-{locale}", leaving.content.decode()
        state = leaving.context["onward"].partition("state=")[2].partition("&")[0]
        yield f"logged-out-{locale}", page(browser, f"/sign-out/callback?state={state}")
        yield f"logged-out-nobody-{locale}", page(browser, "/sign-out/callback", **{"Accept-Language": locale})


def _without_one(product: Product) -> Iterator[State]:
    product.answers["/.well-known/openid-configuration"] = (500, {}, b"")
    product.domain()
    for locale in ("en", "ja"):
        yield f"login-no-provider-{locale}", page(cast.Browser(), f"/{locale}/sign-in/{product.host}/")

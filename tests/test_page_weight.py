"""What a page makes a reader download: the budget for scripts and style sheets, compressed as they are sent."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest

from config.bundles import BUNDLES, joined
from config.lean_statics import lean
from tests import cast

STATIC = Path(__file__).resolve().parent.parent / "static"
KB = 1024
READER_SCRIPTS = {"js/menu.js", "js/launcher.js", "js/launcher-away.js", "js/reaction.js", "js/find.js", "js/copy.js"}
HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"  # docs/decisions says how the file is got


def sent(name: str) -> bytes:
    """A bundle, a script or a sheet as it is collected."""
    members = BUNDLES.get(name, (name,))
    return joined(members, lambda member: lean(member, (STATIC / member).read_text())).encode()


def brotli_size(*names: str) -> int:
    return sum(len(brotli.compress(sent(name))) for name in names)


def test_the_launcher_is_under_a_kilobyte():
    assert brotli_size("js/launcher.js") < KB


def test_the_loader_for_a_products_page_is_under_three_kilobytes(reader: cast.Browser):
    assert len(gzip.compress(reader.get("/messenger.js").content)) < 3 * KB


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [("bundles/messenger.js", 19.5), ("bundles/messenger.css", 4.25), ("bundles/messenger-embed.js", 3)],
)
def test_a_bundle_of_the_messenger_is_light(name: str, kilobytes: float):
    assert len(brotli.compress(sent(name))) < kilobytes * KB


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["en", "ja"])
def test_the_messengers_first_opening_from_an_article_is_under_thirty_kilobytes(reader: cast.Browser, locale: str):
    page = gzip.compress(reader.get(f"/{locale}/messenger/?panel=1").content)
    files = ("bundles/messenger.js", "bundles/messenger.css", "js/launcher-news.js")
    heads = KB * (1 + len(files))
    assert len(page) + sum(len(brotli.compress(sent(name))) for name in files) + heads < 30 * KB


def test_what_asks_in_silence_who_somebody_is_comes_apart_and_is_under_two_kilobytes():
    names = ("js/messenger-silent.js", "js/silent.js", "js/silent-answer.js")
    assert sum(len(brotli.compress(sent(name))) for name in names) < 2 * KB
    assert not {name for members in BUNDLES.values() for name in members} & set(names)


def test_a_reader_page_loads_under_nine_kilobytes_of_styles_and_scripts():
    styles = [f"css/{name}.css" for name in ("tokens", "base", "components", "screens", "prose")]
    assert brotli_size(*styles, *READER_SCRIPTS) < 9 * KB


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/en/", "/ja/", "/en/search?q=x"])
def test_a_reader_page_asks_for_no_other_script_and_nothing_from_elsewhere(reader: cast.Browser, address: str):
    page = reader.get(address).content.decode()
    assert set(re.findall(r'<script src="/static/([^"]+)"', page)) <= READER_SCRIPTS
    assert "htmx" not in page
    loaded = re.findall(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="([^"]+)"', page)
    assert all(each.startswith("/") for each in loaded)


@pytest.mark.django_db
def test_the_messengers_htmx_is_a_release_and_nobody_touched_it(reader: cast.Browser) -> None:
    page = reader.get("/en/messenger/").content.decode()
    (file,) = re.findall(r'src="/static/(vendor/htmx-\d+\.\d+\.\d+\.min\.js)"', page)
    assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest() == HTMX

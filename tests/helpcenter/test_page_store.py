"""The store and its pages as values: bounded, least recently read out first, smallest encoding first."""

import gzip

import brotli
import pytest

from helpcenter.reading.store import PageStore, make_page, strong_etag

BODY = b"<p>words</p>" * 400


def page(body: bytes = BODY, validity: tuple[object, ...] = ("1",)):
    return make_page(body, {"Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'"}, validity)


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", "", bytes),
        ("identity", "", bytes),
    ],
)
def test_a_reader_gets_the_smallest_form_it_accepts(accepted, encoding, decode):
    variant = page().variant(accepted)
    assert variant.encoding == encoding
    assert decode(variant.body) == BODY
    assert dict(variant.headers)["Content-Length"] == str(len(variant.body))


def test_each_form_has_its_own_etag_that_depends_on_the_bytes_alone():
    tags = [variant.etag for variant in page().variants]
    assert len(set(tags)) == 3
    assert tags == [variant.etag for variant in page(validity=("2",)).variants]
    assert strong_etag(b"a") != strong_etag(b"b")


def test_every_form_keeps_the_security_headers():
    assert all(dict(each.headers)["Content-Security-Policy"] == "default-src 'none'" for each in page().variants)


def test_a_page_that_does_not_shrink_is_kept_as_it_is():
    assert [variant.encoding for variant in page(b"x").variants] == [""]


def test_the_least_recently_read_page_goes_first():
    store = PageStore(most_bytes=3 * page().size - 1)
    for name in ("a", "b"):
        store.put((name,), page())
    store.get(("a",))
    store.put(("c",), page())
    assert [store.get((name,)) is None for name in ("a", "b", "c")] == [False, True, False]


def test_putting_a_page_again_does_not_count_it_twice():
    store = PageStore(most_bytes=2 * page().size)
    store.put(("a",), page())
    for _ in range(9):
        store.put(("b",), page())
    assert store.get(("a",)) is not None


def test_a_page_larger_than_the_store_is_not_kept():
    store = PageStore(most_bytes=10)
    store.put(("a",), page())
    assert store.get(("a",)) is None

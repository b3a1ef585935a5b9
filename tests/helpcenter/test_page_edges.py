"""Stored pages at their edges: odd encodings, a disk that fails, files cut short, a store that is full."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.reading.page_files import PageFiles
from helpcenter.reading.responses import is_fresh
from helpcenter.reading.store import PageStore, accepted_encodings, make_page, strong_etag

KEY = ("http", "help.localhost", "/en/")
BODY = b"<p>words</p>" * 200
PAGE = make_page(BODY, {"Content-Type": "text/html"}, ("1",))


@pytest.mark.parametrize("content", [b"", b"\n", b"not json\nbody", b'{"Content-Type": "te', b"\xff\xfe\n"])
def test_a_file_cut_short_counts_as_none(tmp_path, content):
    files = PageFiles(tmp_path)
    files.put(KEY, PAGE)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert files.get(KEY) is None


def test_a_page_dropped_is_gone_and_may_be_dropped_again(tmp_path):
    files = PageFiles(tmp_path)
    files.put(KEY, PAGE)
    files.drop(KEY)
    files.drop(KEY)
    assert files.get(KEY) is None
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_can_not_be_removed_is_logged_and_nothing_else(tmp_path, caplog):
    files = PageFiles(tmp_path)
    files._file(KEY).mkdir()
    files.drop(KEY)
    assert "can't be removed" in caplog.text


@pytest.mark.parametrize(
    ("one", "other"),
    [(("http", "a", "/b"), ("http", "ab", "/")), (("http", "a", "/"), ("https", "a", "/")), (("", "", ""), ("", ""))],
)
def test_no_two_addresses_share_a_file(tmp_path, one, other):
    files = PageFiles(tmp_path)
    files.put(one, PAGE)
    assert files.get(other) is None


@given(st.binary(max_size=300))
def test_any_body_comes_back_from_the_disk_as_it_was(tmp_path_factory, body):
    files = PageFiles(tmp_path_factory.mktemp("pages"))
    files.put(KEY, make_page(body, {"Content-Type": "text/plain"}, ()))
    assert files.get(KEY).variant("").body == body


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("gzip, deflate, br", {"gzip", "deflate", "br"}),
        ("GZIP;q=0.5", {"gzip"}),
        ("br;q=0, gzip", {"gzip"}),
        ("br;q=0.0,gzip; q=0.001", {"gzip"}),
        ("br;q=1.000", {"br"}),
        ("", set()),
        (",,;q=1", set()),
    ],
)
def test_only_encodings_that_are_not_refused_are_accepted(header, names):
    assert accepted_encodings(header) == names


@given(st.text(st.characters(codec="latin-1"), max_size=60))
def test_any_header_gets_the_page_in_some_form(header):
    assert PAGE.variant(header).body


@pytest.mark.parametrize(
    ("held", "fresh"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ("*", True),
        ('"b"', False),
        ("a", False),
        ("", False),
        ('"a', False),
    ],
)
def test_a_browser_has_the_page_or_not(rf, held, fresh):
    request = rf.get("/", headers={"If-None-Match": held})
    assert is_fresh(request, '"a"') is fresh


def test_equal_bytes_have_equal_tags_and_others_do_not():
    assert strong_etag(b"a") == strong_etag(b"a") != strong_etag(b"b")


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 2000)), max_size=30))
def test_a_store_never_holds_more_than_it_may(puts):
    store = PageStore(most_bytes=6000)
    for name, size in puts:
        store.put((name,), make_page(b"x" * size, {}, ()))
        held = [page for page in (store.get((key,)) for key in "abcdef") if page]
        assert sum(page.size for page in held) <= 6000


def test_dropping_makes_room():
    store = PageStore(most_bytes=2 * PAGE.size)
    for name in ("a", "b"):
        store.put((name,), PAGE)
    store.drop(("a",))
    store.drop(("never",))
    store.put(("c",), PAGE)
    assert [store.get((name,)) is not None for name in ("a", "b", "c")] == [False, True, True]

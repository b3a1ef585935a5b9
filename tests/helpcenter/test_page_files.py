"""The last good form of each page on disk."""

from helpcenter.reading.page_files import PageFiles
from helpcenter.reading.store import make_page

KEY = ("http", "help.localhost", "/en/")
PAGE = make_page(b"line one\nline two\n" * 99, {"Content-Type": "text/html", "X-Frame-Options": "DENY"}, ("1",))


def test_a_page_comes_back_as_it_was_in_every_form(tmp_path):
    PageFiles(tmp_path / "pages").put(KEY, PAGE)
    assert PageFiles(tmp_path / "pages").get(KEY).variants == PAGE.variants


def test_a_page_that_was_never_kept_is_none(tmp_path):
    files = PageFiles(tmp_path)
    files.put(KEY, PAGE)
    assert files.get(("http", "help.localhost", "/ja/")) is None


def test_a_disk_that_refuses_is_logged_and_nothing_else(tmp_path, caplog):
    (tmp_path / "pages").write_text("in the way")
    PageFiles(tmp_path / "pages").put(KEY, PAGE)
    assert "can't be kept" in caplog.text


def test_no_half_written_file_stays(tmp_path):
    PageFiles(tmp_path).put(KEY, PAGE)
    assert [file.suffix for file in tmp_path.iterdir()] == [""]

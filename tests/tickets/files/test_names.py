"""What a file is called once it is here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.files import kinds
from tickets.files.names import tidy


@pytest.mark.parametrize(
    ("name", "kind", "tidied"),
    [
        ("Screenshot 2026-11-26.PNG", kinds.PNG, "Screenshot 2026-11-26.PNG"),
        ("画面😀.jpeg", kinds.JPEG, "画面😀.jpeg"),
        ("../../etc/passwd", kinds.TEXT, "passwd.txt"),
        ("C:\\Users\\me\\error.log", kinds.TEXT, "error.log"),
        ("page.html", kinds.TEXT, "page.html.txt"),
        ("invoice.pdf.exe", kinds.PDF, "invoice.pdf.exe.pdf"),
        ("\u202egnp.exe", kinds.PNG, "gnp.exe.png"),
        ("two\r\nlines: \0a.txt", kinds.TEXT, "two lines_ a.txt"),
        (".htaccess", kinds.TEXT, "htaccess.txt"),
        ("", kinds.GIF, "file.gif"),
        ("...", kinds.PDF, "file.pdf"),
    ],
)
def test_a_name_is_visible_and_says_what_the_file_is(name, kind, tidied):
    assert tidy(name, kind) == tidied


@given(st.text(max_size=400))
def test_whatever_the_name_a_disk_can_hold_it(name):
    tidied = tidy(name, kinds.PNG)
    assert tidied.lower().endswith(".png")
    assert len(tidied.encode()) <= 204
    assert not set(tidied) & set('/\\\0\n\r"<>|:*?')

"""What a file is, told by its content."""

import pytest

from tests.pictures import PDF, animation, picture
from tickets.files import kinds
from tickets.files.kinds import FileRefusedError, Refusal, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("JPEG"), kinds.JPEG),
        (picture("PNG"), kinds.PNG),
        (animation("GIF"), kinds.GIF),
        (picture("WEBP"), kinds.WEBP),
        (PDF, kinds.PDF),
        ("エラー 😀\n\tat line 3\n".encode(), kinds.TEXT),
        ("エラー".encode("utf-16"), kinds.TEXT),
        ("ログ: 失敗".encode("cp932"), kinds.TEXT),
        (b"\x1b[31mERROR\x1b[0m colours of a terminal\r\n", kinds.TEXT),
        (b'<?xml version="1.0"?><log><entry/></log>', kinds.TEXT),
    ],
)
def test_what_people_send_is_known(content, kind):
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"PK\x03\x04" + b"\0" * 60, Refusal.UNKNOWN),
        (b"MZ\x90\x00 this program", Refusal.UNKNOWN),
        (b"a log with a \0 in it", Refusal.UNKNOWN),
        ("NUL \0 in wide letters".encode("utf-16"), Refusal.UNKNOWN),
        (b"\xff\xfea", Refusal.UNKNOWN),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refusal.HEIC),
        (b"  <!DOCTYPE html><script>alert(1)</script>", Refusal.ACTIVE),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn --><svg onload="alert(1)"/>', Refusal.ACTIVE),
        ("<html>".encode("utf-16"), Refusal.ACTIVE),
        (PDF[:60], Refusal.BROKEN),
    ],
)
def test_what_may_not_come_in_is_refused_with_its_reason(content, refusal):
    with pytest.raises(FileRefusedError) as refused:
        kind_of(content)
    assert refused.value.refusal is refusal

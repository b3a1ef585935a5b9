"""Subjects, names and names of files in every way that programs write them."""

import pytest

from tickets.mail import parsing
from tickets.mail.headers import decoded


def subject(written, charset=""):
    return parsing.parse(b"Subject: " + written + f"\nContent-Type: text/plain{charset}\n\nx".encode()).subject


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_a_subject_in_bare_letters_is_read(codec):
    assert subject("書き出しに失敗しました".encode(codec)) == "書き出しに失敗しました"


def test_bare_letters_are_in_the_charset_of_the_text():
    assert subject("发票问题".encode("gb18030"), "; charset=gb2312") == "发票问题"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("=?iso-2022-jp?B?GyRCLSFAQTVhPXEtahsoQg==?=", "①請求書㈱"),
        ("=?utf-8?B?5pu444GN?= =?utf-8?B?5Ye644GX?=", "書き出し"),
        ("=?utf-8?B?5pu444GN5Q==?=\n =?utf-8?B?h7rjgZc=?=", "書き出し"),
        ("=?utf-8?q?Gr=C3=B6=C3=9Fe_12?= plain", "Größe 12 plain"),
        ("Re:=?utf-8?q?Gr=C3=B6=C3=9Fe?=und", "Re:Größeund"),
        ("=?utf-8*de?q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?utf-8?B?5pu444GN5Ye644GX?", "=?utf-8?B?5pu444GN5Ye644GX?"),
        ("=?x-none?q?abc?= =?utf-8?b?!!!?=", "abc"),
        ('"=?utf-8?b?5bGx55Sw?="', '"山田"'),
    ],
)
def test_encoded_words_are_read(written, said):
    assert " ".join(decoded(written).split()) == said


def file_name(*headers):
    raw = b"From: a@b.c\n" + b"".join(header + b"\n" for header in headers) + b"\nx"
    return parsing.parse(raw).attachments[0]["name"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Content-Disposition: attachment; filename=請求書.pdf".encode(), "請求書.pdf"),
        ('Content-Disposition: attachment; filename="請求書.pdf"'.encode("cp932"), "請求書.pdf"),
        (b"Content-Disposition: attachment; filename*=iso-2022-jp''%1B$B-%21@A5a=q%1B%28B.pdf", "①請求書.pdf"),
        (b"Content-Disposition: attachment; filename*0*=utf-8''%E8%AB%8B; filename*1=x.pdf", "請x.pdf"),
        (b'Content-Type: application/pdf; name="=?utf-8?B?6KuL?=.pdf"', "請.pdf"),
        (b'Content-Disposition: attachment; filename="%E8%AB%8B.pdf"', "請.pdf"),
        (b'Content-Disposition: attachment; filename="100%25.pdf"', "100%25.pdf"),
        (b"Content-Disposition: attachment; filename*=utf-7''%2B2AA-", "+2AA-"),
    ],
)
def test_names_of_files_are_read(header, name):
    assert file_name(header) == name

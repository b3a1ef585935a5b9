"""Bytes in every charset that mail comes in, with true, false and no names."""

import pytest

from tickets.mail.charsets import codec_of, decode

JAPANESE = "請求書の件でご連絡いたします。"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("X-SJIS", "cp932", "①髙橋㈱～"),
        ("windows-31j", "cp932", "①髙橋"),
        ("MS932", "cp932", "①髙橋"),
        ("x-euc-jp", "euc_jp", JAPANESE),
        ("cp50220", "iso2022_jp", JAPANESE),
        ("big5-hkscs", "big5hkscs", "香港嘅嘢"),
        ("x-x-big5", "big5", "繁體中文"),
        ("gb2312", "gb18030", "朱镕基与繁體字"),
        ("x-gbk", "gbk", "简体"),
        ("hz-gb-2312", "hz", "中文"),
        ("ks_c_5601-1987", "cp949", "한국어 똠방각하"),
        ("windows-949", "cp949", "똠"),
        ("iso-2022-kr", "iso2022_kr", "한국어"),
        ("KOI8-U", "koi8_u", "Привіт їжак"),
        ("Windows-1251", "cp1251", "Здравствуйте"),
        ("x-mac-cyrillic", "mac_cyrillic", "Привет"),
        ("macintosh", "mac_roman", "café"),
        ("iso-8859-8-i", "iso8859_8", "שלום עולם"),
        ("windows-874", "cp874", "สวัสดี"),
        ("cp-850", "cp850", "déjà vu"),
        ('"utf-8"', "utf-8", "hello ü"),
        ("utf-8, text", "utf-8", "hello ü"),
        ("iso-8859-1", "cp1252", "“quotes” – € ™"),
        ("utf-16", "utf-16", "hello ü 日本"),
        ("iso-10646-ucs-2", "utf-16-be", "hello"),
        ("utf-16", "utf-16-le", "hello"),
    ],
)
def test_a_charset_is_read_by_any_of_its_names(label, codec, text):
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize("label", ["", "us-ascii", "x-unknown", "iso-8859-1", "iso-2022-jp"])
@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8", "iso2022_jp"])
def test_japanese_is_read_whatever_it_is_said_to_be(label, codec):
    assert decode(JAPANESE.encode(codec), label) == JAPANESE


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("gb18030", "我昨天购买了专业版,但是账户里没有显示。请帮我退款。"),
        ("big5", "我昨天購買了專業版，但帳戶中沒有顯示，請協助退款。"),
        ("cp949", "어제 결제한 요금제를 취소하고 환불을 받고 싶습니다."),
        ("cp1251", "Здравствуйте, я не могу войти в свой аккаунт."),
        ("koi8_r", "Здравствуйте, я не могу войти в свой аккаунт."),
        ("cp1252", "Größe ändern für später"),
        ("cp1252", "Une réclamation cet été"),
        ("cp1256", "مرحبا، لا أستطيع تسجيل الدخول إلى حسابي."),
    ],
)
def test_a_text_without_a_charset_is_read_by_its_letters(codec, text):
    assert decode(text.encode(codec), "") == text


def test_signs_of_windows_in_iso_2022_jp_are_read():
    # Row 13 of NEC, which no standard has: ①, ㈱ and №.
    assert decode(b"\x1b$B-!@A5a=q-j;3ED-b\x1b(B5", "iso-2022-jp") == "①請求書㈱山田№5"
    assert decode(b"\xad\xa1\xc0\xc1\xb5\xe1\xad\xea", "euc-jp") == "①請求㈱"
    assert decode("①".encode("iso2022_jp_2004"), "iso-2022-jp") == "①"


def test_half_width_kana_are_read_in_each_way():
    assert decode(b"\x1b(I6E\x1b(B", "iso-2022-jp") == "ｶﾅ"
    assert decode(b"\x1b$BF|\x1b(B \xb6\xc5", "cp50220") == "日 ｶﾅ"


def test_a_text_cut_inside_a_sign_keeps_all_others():
    assert decode(JAPANESE.encode("iso2022_jp")[:-5], "iso-2022-jp").startswith(JAPANESE[:-2])
    assert decode(JAPANESE.encode()[:-1], "utf-8") == JAPANESE[:-1] + "\ufffd"


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "cp1251"])
def test_one_broken_byte_spoils_itself_alone(codec):
    text = "書き出しに失敗しました" if codec != "cp1251" else "Здравствуйте, проблема"
    broken = text.encode(codec) + b"\xff\xff\x98" + text.encode(codec)
    assert decode(broken, codec).startswith(text)
    assert text[2:] in decode(broken, codec)[len(text) :]


def test_utf_7_is_read_where_it_is_asked_for_alone():
    assert decode(b"+AGE- +ZeVnLA-", "utf-7", utf7=True) == "a 日本"
    assert decode(b"+ADw-script+AD4-", "utf-7") == "+ADw-script+AD4-"


@pytest.mark.parametrize("label", ["punycode", "idna", "unicode_escape", "rot13", "hex", "undefined", "\\", "a b", "'"])
def test_what_is_no_charset_of_a_mail_is_none(label):
    assert codec_of(label) == ""


def test_a_sign_of_byte_order_is_no_text():
    assert decode(b"\xef\xbb\xbfhello \xc3\xbc", "utf-8") == "hello ü"

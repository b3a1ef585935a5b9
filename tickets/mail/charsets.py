"""Bytes of a mail as text, whatever their charset is called and whether that is true. No Django.

What is declared counts while it explains the bytes; then UTF-8; then what the bytes look like (tickets.mail.guessing).
A broken byte spoils itself and nothing else.
"""

import codecs
import re

from tickets.mail import guessing, japanese

# Halves of characters that stand alone, but for those that stand for a byte.
_LONE_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
# How charsets are written on mails, without "-", "_" and a leading "x-", and the superset that such mails contain.
# What isn't here is no charset of a mail: some codecs of Python take quadratic time, others are none.
_CODECS = {
    **dict.fromkeys(("utf8", "unicode11utf8", "utf8mb4", "utf"), "utf-8"),
    **dict.fromkeys(("utf16", "unicode", "ucs2", "iso10646ucs2"), "utf-16"),
    **dict.fromkeys(("utf16le", "unicodefffe"), "utf-16-le"),
    **{"utf16be": "utf-16-be", "utf32": "utf-32", "utf32le": "utf-32-le", "utf32be": "utf-32-be"},
    **dict.fromkeys(("iso88591", "latin1", "l1", "ansi", "cp1252", "windows1252", "ibm819", "cp819"), "cp1252"),
    **{f"iso8859{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{"latin2": "iso8859_2", "latin3": "iso8859_3", "latin4": "iso8859_4", "latin9": "iso8859_15"},
    **dict.fromkeys(("iso88598i", "iso88598e", "hebrew", "logical", "visual"), "iso8859_8"),
    **{"iso88596i": "iso8859_6", "iso88596e": "iso8859_6", "arabic": "iso8859_6"},
    **{"cyrillic": "iso8859_5", "greek": "iso8859_7"},
    **dict.fromkeys(("iso88599", "latin5", "cp1254", "windows1254"), "cp1254"),
    **dict.fromkeys(("iso885911", "tis620", "cp874", "windows874", "thai"), "cp874"),
    **{f"{prefix}{page}": f"cp{page}" for prefix in ("windows", "cp", "win", "ms") for page in range(1250, 1259)},
    **{f"{prefix}{page}": f"cp{page}" for prefix in ("cp", "ibm", "oem", "dos") for page in (437, 850, 852, 855, 857)},
    **{f"{prefix}{page}": f"cp{page}" for prefix in ("cp", "ibm", "oem", "dos") for page in (858, 862, 864, 866, 869)},
    **{"koi8r": "koi8_r", "koi8": "koi8_r", "koi": "koi8_r", "koi8u": "koi8_u", "koi8ru": "koi8_u", "koi8t": "koi8_t"},
    **dict.fromkeys(("macintosh", "mac", "macroman", "macwestern"), "mac_roman"),
    **{
        f"mac{name}": f"mac_{name}"
        for name in ("cyrillic", "greek", "turkish", "latin2", "arabic", "farsi", "croatian")
    },
    **{
        "maciceland": "mac_iceland",
        "macicelandic": "mac_iceland",
        "macromanian": "mac_romanian",
        "macce": "mac_latin2",
    },
    **{
        "maccentraleurroman": "mac_latin2",
        "macukrainian": "mac_cyrillic",
        "macjapanese": "cp932",
        "mackorean": "cp949",
    },
    **{"macchinesesimp": "gb18030", "macchinesetrad": "big5hkscs"},
    **dict.fromkeys(("shiftjis", "sjis", "mskanji", "csshiftjis", "windows31j", "win31j", "cswindows31j"), "cp932"),
    **dict.fromkeys(("cp932", "ms932", "windows932", "ibm943", "cp943", "cp943c", "shiftjisx0213"), "cp932"),
    **dict.fromkeys(("eucjp", "ujis", "eucjpms", "eucjpwin", "cseucpkdfmtjapanese", "cp51932", "cp20932"), "euc_jp"),
    **dict.fromkeys(("iso2022jp", "jis", "csiso2022jp", "iso2022jpms", "cp50220", "cp50221", "cp50222"), "iso2022_jp"),
    **dict.fromkeys(("iso2022jp1", "iso2022jp2", "iso2022jp3", "iso2022jp2004", "iso2022jpext"), "iso2022_jp"),
    **dict.fromkeys(("euckr", "ksc56011987", "ksc5601", "ksx1001", "ks", "korean", "cseuckr"), "cp949"),
    **dict.fromkeys(("cp949", "windows949", "ms949", "uhc", "isoir149"), "cp949"),
    **{"iso2022kr": "iso2022_kr", "johab": "johab", "cp1361": "johab"},
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "euccn", "cngb", "gb", "chinese", "csgb2312"), "gb18030"),
    **dict.fromkeys(("cp936", "windows936", "ms936", "isoir58", "gb231280"), "gb18030"),
    **{"hz": "hz", "hzgb2312": "hz", "hzgb": "hz"},
    **dict.fromkeys(
        ("big5", "cnbig5", "big5hkscs", "csbig5", "cp950", "windows950", "big5eten", "big5tw"), "big5hkscs"
    ),
    **{"viscii": "cp1258", "tcvn": "cp1258", "ptcp154": "ptcp154", "kz1048": "kz1048"},
}
# Where the letters of one codec are wrong by a few signs, the next one.
_THEN = {"big5hkscs": "cp950", "cp1252": "latin-1", "iso8859_8": "cp1255", "iso8859_6": "cp1256"}
# Text in them is ASCII with signs in between.
_SEVEN_BITS = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
# A text with more of them isn't in that charset: broken signs for each one that is no ASCII.
_MOST_BROKEN = 0.2


def clean(text: str) -> str:
    """The text as the database and a page can hold it: no NUL, no lone surrogates, one kind of line end."""
    whole = _LONE_HALF.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return whole.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def decode(content: bytes, charset: str, *, utf7: bool = False) -> str:
    """The bytes as text, whatever the mail calls its charset; what no charset explains becomes replacement signs.

    UTF-7 is read where it is declared and `utf7` alone: in markup and in names it is how attackers hide something.
    """
    return clean(_decoded(content, charset, utf7=utf7).removeprefix("\ufeff"))


def codec_of(charset: str) -> str:
    """Python's name of the codec that reads what is labelled so, or "" for what is no charset of a mail."""
    name = re.split(r"[\s,;*]", charset.strip(" \t\"'").lower(), maxsplit=1)[0]
    name = re.sub(r"^(?:x-|cs(?=big5|gb|shift|euc|iso))+", "", name)
    return _CODECS.get(re.sub(r"[^a-z0-9]", "", name), "")


def _decoded(content: bytes, charset: str, *, utf7: bool) -> str:
    codec = codec_of(charset)
    if utf7 and re.fullmatch(r"[\s\"']*(?:unicode-1-1-)?utf-?7[\s\"']*", charset, re.IGNORECASE):
        return content.decode("utf-7", "replace")
    if content.isascii() and b"\x00" not in content and codec not in _SEVEN_BITS and not japanese.has_escapes(content):
        return content.decode("ascii")
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8", "replace")
    if japanese.has_escapes(content) and codec not in {"iso2022_kr", "hz"}:
        return japanese.from_iso_2022(content)
    if codec == "cp1252" and (guessed := guessing.codec_of_east_asia(content)):
        codec = guessed  # what old programs write on anything
    readings = [_strictly(content, each) for each in _candidates(codec)]
    return next((text for text in readings if text is not None), None) or _nearly(content, codec)


def _candidates(codec: str) -> list[str]:
    """What to try without a single error. UTF-8 is never right by chance, but what is declared may be."""
    if codec == "cp1252" or not codec:
        return ["utf-8", *([codec, "latin-1"] if codec else [])]
    # EUC-JP and the like under a name of seven bits.
    return (
        [each for each in (codec, _THEN.get(codec), "utf-8") if each] if codec not in _SEVEN_BITS else [codec, "utf-8"]
    )


def _strictly(content: bytes, codec: str) -> str | None:
    if codec == "iso2022_jp":  # has no escapes, or they would have been read
        return content.decode("ascii") if content.isascii() else None
    if codec == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # Without a sign the larger byte comes first (RFC 2781), unless the zeros of plain letters say otherwise.
        codec = "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
    try:
        return japanese.from_euc(content) if codec == "euc_jp" else content.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _nearly(content: bytes, codec: str) -> str:
    """The reading of bytes that no charset explains wholly: what is declared, UTF-8, or what they look like."""
    declared = [codec] if codec and codec not in _SEVEN_BITS | {"euc_jp"} else []
    for each in dict.fromkeys(["utf-8", *declared]):
        text = content.decode(each, "replace")
        if text.count("\ufffd") <= _MOST_BROKEN * sum(not sign.isascii() for sign in text):
            return text
    guessed = guessing.codec_of(content, japanese_likely=codec in {"iso2022_jp", "euc_jp", "cp932"})
    if guessed == "euc_jp":
        return japanese.from_euc(content, errors="replace")
    return content.decode(guessed or "cp1252", "replace")

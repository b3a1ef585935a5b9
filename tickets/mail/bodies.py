"""What a person wrote in a mail, apart from what their mail program quoted below it. No Django.

Reads any charset that mail still comes in, Japanese ISO-2022-JP included, and falls back from text to HTML.
"""

import codecs
import re
from collections.abc import Iterable
from email.message import Message
from itertools import takewhile

from mailparser_reply import EmailReplyParser

from tickets.mail.html_text import LONGEST_HTML, to_text

# The languages whose "On … wrote:" lines the parser knows, of those that the site may speak.
_LANGUAGES = ["en", "ja", "fr", "de", "es", "it", "ko", "zh"]
# Its expressions take quadratic time in a line's length, so it sees the beginning of each line and of a long mail only.
_LINE_READ, _LINES_READ = 200, 400
# Charsets as they are written on mails, and the superset that decodes what such mails really contain.
_SUPERSETS = {
    "iso-2022-jp": ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004"),
    "shift_jis": ("cp932",),
    "x-sjis": ("cp932",),
    "euc-kr": ("cp949",),
    "ks_c_5601-1987": ("cp949",),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "us-ascii": ("utf-8", "cp1252"),
    "iso-8859-1": ("cp1252",),
}
# Charsets of Python that no mail is written in, and that take quadratic time.
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"})
# Of a longer text the beginning is shown, with a mark; the whole is in the raw mail.
_LONGEST_TEXT, _CUT = 200_000, "\n[…]"
# Halves of characters that stand alone, but for those that stand for a byte.
_LONE_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_SEPARATOR = re.compile(
    r"^\s*([_-]{32,}|-{2,}\s*(Original Message|Forwarded message|元のメッセージ|転送メッセージ)\s*-{2,})\s*$",
    re.IGNORECASE,
)
_OUTLOOK_JA = re.compile(r"^\s*(差出人|送信者)\s*[:：]")
_OUTLOOK_JA_NEXT = re.compile(r"^\s*(送信日時|日時|日付|宛先|件名)\s*[:：]")
_QUOTED_LINE = re.compile(r"^\s*>")


def clean(text: str) -> str:
    """The text as the database and a page can hold it: no NUL, no lone surrogates, one kind of line end."""
    whole = _LONE_HALF.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return whole.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def decode(content: bytes, charset: str) -> str:
    """The bytes as text, whatever the mail calls its charset; what no charset explains becomes replacement signs."""
    name = charset.strip().lower()
    for codec in (*_SUPERSETS.get(name, (name,) if name else ()), "utf-8"):
        try:
            if codecs.lookup(codec).name not in _NO_CHARSETS:
                return clean(content.decode(codec))
        except (LookupError, UnicodeError, ValueError):
            continue
    return clean(content.decode("cp1252", "replace"))


def body_of(parts: Iterable[Message]) -> str:
    """The mail's own text: its plain parts, or else its HTML parts as text; attachments are left out."""
    plain, html = [], []
    html_left = LONGEST_HTML
    for part in parts:
        text = text_of(part)
        if text is None:
            continue
        if part.get_content_type() == "text/plain":
            plain.append(text)
        else:
            html.append(to_text(text[:html_left]))
            html_left -= min(html_left, len(text))
    texts = [text.strip() for text in plain if text.strip()] or [text for text in html if text]
    whole = "\n\n".join(texts)
    return whole if len(whole) <= _LONGEST_TEXT else whole[:_LONGEST_TEXT] + _CUT


def text_of(part: Message) -> str | None:
    """What a part that is text of the mail says, plain or HTML; None for any other part."""
    if part.is_multipart() or is_file(part) or part.get_content_type() not in {"text/plain", "text/html"}:
        return None
    payload = part.get_payload(decode=True)
    return decode(payload, _charset(part)) if isinstance(payload, bytes) else None


def file_name(part: Message) -> str:
    """The name that the part gives its file, still encoded as in a header; "" when it gives none."""
    try:
        return part.get_filename() or ""
    except ValueError:  # a charset with NUL in its name
        return "file"


def is_file(part: Message) -> bool:
    """Whether the part is a file rather than text of the mail."""
    return bool(file_name(part)) or part.get_content_disposition() == "attachment"


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except ValueError:
        return ""


def split_quoted(text: str) -> tuple[str, str]:
    """What the person wrote, and what they quoted. A mail that seems all quoted counts as written: nothing hides."""
    lines = text.strip().split("\n")
    cut = min(_separator_at(lines), _header_at(lines))
    # Quoted lines right above the cut, or at the end of a mail without an introducing line.
    while cut > 0 and (not lines[cut - 1].strip() or _QUOTED_LINE.match(lines[cut - 1])):
        cut -= 1
    written, quoted = "\n".join(lines[:cut]).strip(), "\n".join(lines[cut:]).strip()
    return (written, quoted) if written else (quoted, "")


def _separator_at(lines: list[str]) -> int:
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if _SEPARATOR.match(line) or (_OUTLOOK_JA.match(line) and _OUTLOOK_JA_NEXT.match(following)):
            return index
    return len(lines)


def _header_at(lines: list[str]) -> int:
    """The line of the first "On … wrote:" or "From: … Sent: …" block, or the number of lines when there is none."""
    seen = [line[:_LINE_READ] for line in takewhile(lambda line: not _SEPARATOR.match(line), lines[:_LINES_READ])]
    replies = EmailReplyParser(languages=list(_LANGUAGES)).read("\n".join(seen)).replies
    if len(replies) < 2 and not replies[0].headers:
        return len(lines)
    return 0 if replies[0].headers else len(replies[0].content.split("\n"))

"""Japanese as Windows writes it into mail: signs that the standards lack (①, ㈱, 髙) in all three encodings. No Django.

Python's codecs know the standards; what mail programs write is Microsoft's superset of JIS X 0208, so its pairs are
turned into Shift_JIS, whose codec (cp932) has all of them.
"""

import re

_ESCAPE = re.compile(rb"\x1b(?:\$[@AB]|\$\([A-DO-Q]|\([ABHIJ]|&@|\$\)[AC])")
# JIS X 0213 is no superset of Windows' signs, and Python reads it whole.
_OF_2004 = re.compile(rb"\x1b\$\([OPQ]")
_ANY_ESCAPE = re.compile(rb"\x1b\$[@B]|\x1b\$\([DOPQ]|\x1b\(I")
# In EUC: a sign of JIS X 0212, half-width kana, pairs, ASCII; and what is broken.
_EUC = re.compile(rb"\x8f[\xa1-\xfe]{2}|(?:\x8e[\xa1-\xdf])+|(?:[\xa1-\xfe]{2})+|[\x00-\x7f]+|.", re.DOTALL)


def has_escapes(content: bytes) -> bool:
    """Whether it switches to Japanese as ISO-2022-JP does."""
    return b"\x1b" in content and bool(_ANY_ESCAPE.search(content))


def from_iso_2022(content: bytes) -> str:
    """Text in ISO-2022-JP and its variants (cp50220 to cp50222, -1, -2004), with whatever in it is broken replaced."""
    try:
        return content.decode("iso2022_jp")
    except UnicodeError:
        if _OF_2004.search(content):
            return content.decode("iso2022_jp_2004", "replace")
    text, at, mode = [], 0, b"(B"
    for found in _ESCAPE.finditer(content):
        text.append(_in_mode(content[at : found.start()], mode))
        at, mode = found.end(), found[0][1:] if found[0] != b"\x1b&@" else mode
    text.append(_in_mode(content[at:], mode))
    return "".join(text)


def _in_mode(piece: bytes, mode: bytes) -> str:
    if mode in {b"$@", b"$B"}:
        # Where nobody ended the mode with the line, as they should, the next one is told by its blanks.
        first, *following = piece.split(b"\n")
        lines = [_pairs(first.rstrip(b"\r")), *(_line(line.rstrip(b"\r")) for line in following)]
        return "\n".join(lines)
    if mode == b"$(D":
        return b"".join(b"\x8f" + bytes(pair) for pair in zip(*_high(piece), strict=False)).decode("euc_jp", "replace")
    if mode == b"(I":
        return bytes(byte | 0x80 for byte in piece if 0x21 <= byte < 0x60).decode("cp932", "replace")
    # Half-width kana may stand in ASCII with a high bit (cp50220).
    return piece.decode("cp932", "replace") if mode == b"(J" or not piece.isascii() else piece.decode("ascii")


def _line(line: bytes) -> str:
    return line.decode("cp932", "replace") if b" " in line or len(line) % 2 else _pairs(line)


def _high(piece: bytes) -> tuple[bytes, bytes]:
    high = bytes(byte | 0x80 for byte in piece)
    return high[::2], high[1::2]


def _pairs(piece: bytes) -> str:
    """Pairs of JIS X 0208 with Windows' rows 13 and 89 to 92."""
    signs = bytearray()
    for first, second in zip(piece[::2], piece[1::2], strict=False):
        row, cell = (first & 0x7F) - 0x21, (second & 0x7F) - 0x21
        if not (0 <= row < 94 and 0 <= cell < 94):
            signs += b"?"
            continue
        lead = row // 2 + (0x81 if row < 62 else 0xC1)
        trail = (0x40 + cell + (cell > 62)) if row % 2 == 0 else 0x9F + cell
        signs += bytes((lead, trail))
    return signs.decode("cp932", "replace")


def from_euc(content: bytes, errors: str = "strict") -> str:
    """Text in EUC-JP with Windows' signs; raises UnicodeError on what is broken, unless told to replace it."""
    try:
        return content.decode("euc_jp")
    except UnicodeError:
        pass
    text = []
    for found in _EUC.finditer(content):
        piece = found[0]
        if piece[0] < 0x80 or piece[0] in {0x8E, 0x8F}:
            text.append(piece.decode("euc_jp", errors))
        elif len(piece) % 2 == 0:
            text.append(_pairs(piece))
        else:
            text.append(piece.decode("ascii", errors))
    whole = "".join(text)
    if errors == "strict" and "\ufffd" in whole:
        raise UnicodeError("no EUC-JP")
    return whole

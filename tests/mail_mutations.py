"""Breaks raw mails as servers, gateways and attackers do. The same `random.Random` gives the same copies."""

from random import Random

_PIECES = [
    *(b"\r\n\r\n", b"\n\n", b"\r", b"\n", b"\x00", b"\xff", b"\xa5", b"\x1b$B", b"\x1b(B", b"?=", b"=\n"),
    *(b"=?utf-8?b?", b"<", b">", b"@", b'"', b"(", b";", b":", b"--", b"--b\n", b"--b--\n", b"> "),
    *(b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: message/rfc822\n\n", b"charset=iso-2022-jp"),
    *(b"Content-Transfer-Encoding: base64\n", b"charset*=utf\x008''x", b"filename*0*=utf-7''%2B2AA-"),
    *(b"On Monday A wrote:\n", b"BEGIN:VEVENT\n", b"<table>", b"<blockquote>", b"</div>", b"<![", b"begin 644 a\n"),
    *(b"\x78\x9f\x3e\x22", "佐".encode(), b"\xef\xbb\xbf"),
]


def mutated(raw: bytes, chance: Random) -> bytes:
    """A broken copy of the mail: one to four things go wrong with it."""
    for _time in range(chance.randint(1, 4)):
        raw = chance.choice([_cut, _twice, _inserted, _flipped, _without_line, _swapped])(raw, chance)
    return raw


def _cut(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _twice(raw: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(raw) + 1)
    end = start + chance.randrange(200)
    return raw[:end] + raw[start:]


def _inserted(raw: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(_PIECES) * chance.choice([1, 1, 1, 2, 50]) + raw[at:]


def _flipped(raw: bytes, chance: Random) -> bytes:
    if not raw:
        return raw
    changed = bytearray(raw)
    for _time in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _without_line(raw: bytes, chance: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _swapped(raw: bytes, chance: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)

"""Finds full payment card numbers in folded text (see `web.folding`), and leaves other numbers alone. Pure."""

import re
from collections.abc import Iterator

# 13 to 19 digits (ISO/IEC 7812), however they are grouped.
_BETWEEN = r"[\s.·/_‐-―-]{0,3}"
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d){{12,}}")
# What stands in a longer row of numbers, such as an expiry date before it: only as cards print it, whatever parts it.
_PARTED = r"[\s.,·|*/_‐-―-]{0,3}"
_PRINTED = re.compile(
    rf"(?<!\d)(?=((?:\d{{4}}{_PARTED}){{3}}\d{{4}}(?!\d)|\d{{4}}{_PARTED}\d{{6}}{_PARTED}\d{{4,5}}(?!\d)|\d{{13,19}}(?!\d)))"
)
_GROUPS = re.compile(r"\d+")
_BETWEEN_DIGITS = re.compile(r"\D+")
# How the numbers of the schemes begin, and how long they are.
_SCHEMES = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11,16}"
    r"|(?:35|62|64|65|60|81|82)\d{14,17}"
    r"|(?:50|5[6-9]|6\d)\d{11,17}"
    r"|220[0-4]\d{12,15}"
    r"|9792\d{12}"
)
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})\Z")
_SHORTEST_GROUP = 3
# Every digit twice, and the sum of what comes of it.
_DOUBLED = str.maketrans("0123456789", "0246813579")


def card_numbers(folded: str) -> Iterator[tuple[int, int]]:
    """Where each card number stands, in order of the two ways of looking; the same place may come twice."""
    for found in _RUN.finditer(folded):
        digits = _digits(found.group())
        if len(digits) <= 19 and _is_evenly_grouped(found.group()) and _is_card(digits, folded, found.start()):
            yield found.span()
    end = 0
    for found in _PRINTED.finditer(folded):
        if found.start(1) >= end and _is_card(_digits(found.group(1)), folded, found.start(1)):
            end = found.end(1)
            yield found.span(1)


def _digits(written: str) -> str:
    return _BETWEEN_DIGITS.sub("", written)


def _is_evenly_grouped(written: str) -> bool:
    """Groups of one length but the last, or none of them short: dates, times and amounts have short ones."""
    lengths = [len(group) for group in _GROUPS.findall(written)]
    even = len({*lengths[:-1]}) <= 1 and lengths[-1] <= lengths[0]
    return even or min(lengths) >= _SHORTEST_GROUP


def _is_card(digits: str, folded: str, start: int) -> bool:
    if not _SCHEMES.fullmatch(digits) or len(set(digits)) == 1 or not _passes_luhn(digits):
        return False
    before = folded[max(0, start - 3) : start]
    country = _IBAN_START.search(before)
    # A number for the telephone abroad, or of an account.
    return not before.endswith("+") and not (country and _is_iban(country[1], digits))


def _is_iban(country: str, digits: str) -> bool:
    letters = "".join(str(int(letter, 36)) for letter in country)
    return int(digits[2:] + letters + digits[:2]) % 97 == 1


def _passes_luhn(digits: str) -> bool:
    return sum(map(int, digits[-1::-2] + digits[-2::-2].translate(_DOUBLED))) % 10 == 0

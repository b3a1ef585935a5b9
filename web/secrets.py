"""Finds full payment card numbers in what people type, so that they are refused and never stored. Pure."""

import re
import unicodedata

# 13 to 19 digits (ISO/IEC 7812), however they are grouped; the first names the kind of issuer, 2 to 6 for cards.
_CANDIDATE = re.compile(r"(?<!\d)\d(?:[\s.·/_‐-―-]{0,3}\d){12,18}(?!\d)")
_ISSUERS = frozenset("23456")


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit)
        if place % 2:
            number = number * 2 - 9 if number > 4 else number * 2
        total += number
    return total % 10 == 0


def _is_card(written: str) -> bool:
    digits = "".join(str(int(mark)) for mark in written if mark.isdecimal())
    return digits[0] in _ISSUERS and len(set(digits)) > 1 and _passes_luhn(digits)


def holds_card_number(text: str) -> bool:
    """True when the text holds 13 to 19 digits that pass the Luhn check, in any script's digits.

    Marks that nobody sees, such as zero-width spaces, don't hide one.
    """
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")
    return any(_is_card(match.group()) for match in _CANDIDATE.finditer(seen))

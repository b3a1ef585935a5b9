"""Finds full payment card numbers in what people type, so that they are refused and never stored. Pure."""

import re
import unicodedata

# 13 to 19 digits (ISO/IEC 7812), however they are grouped.
_CANDIDATE = re.compile(r"(?<!\d)\d(?:[ \-.·]?\d){12,18}(?!\d)")


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit)
        if place % 2:
            number = number * 2 - 9 if number > 4 else number * 2
        total += number
    return total % 10 == 0


def holds_card_number(text: str) -> bool:
    """True when the text holds 13 to 19 digits that pass the Luhn check, full-width digits included."""
    plain = unicodedata.normalize("NFKC", text)
    return any(
        _passes_luhn(re.sub(r"\D", "", match.group())) and len(set(match.group()) - set(" -.·")) > 1
        for match in _CANDIDATE.finditer(plain)
    )

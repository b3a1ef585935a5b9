"""What a tag may be called. No Django."""

import unicodedata

LONGEST = 40
MOST_OF_A_TICKET = 20


def tag_name(typed: str) -> str:
    """What was typed, as tags are called: small letters, figures, and one hyphen in place of anything else.

    One word in whatever script, so that a search can name it; "" when nothing is left.
    """
    text = unicodedata.normalize("NFKC", typed).casefold()
    kept = "".join(sign if _is_part(sign) else " " for sign in text)
    return "-".join(kept.split())[:LONGEST].strip("-")


def _is_part(sign: str) -> bool:
    """Letters and figures, and the marks that belong to them."""
    return unicodedata.category(sign)[0] in "LMN" or sign == "_"

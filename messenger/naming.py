"""What Fin is called, put into our own sentences in the active language. Reads only."""

from django.utils.translation import get_language

from accounts.entitlements import Support
from accounts.reasons import reason_text
from messenger.fin.setup import reading


def named(sentence: object) -> str:
    """The sentence with the name in it. Never for what people or articles say."""
    return reading.current().named(str(sentence), get_language() or "en")


def reason_of(support: Support) -> str:
    """Why somebody reaches what they reach."""
    return named(reason_text(support))

"""What a language is called. Reads only."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext


def language(code: str) -> str:
    """The language's name in the reader's own."""
    name = LANG_INFO.get(code, {}).get("name")
    return gettext(name) if name else code

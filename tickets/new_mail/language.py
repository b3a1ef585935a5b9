"""In which of the site's languages somebody wrote; what they are answered in. Knows no rows."""

from django.conf import settings
from django.utils.module_loading import import_string


def language_of(subject: str, text: str, default: str = "") -> str:
    """A code of settings.LANGUAGES; `default`, or the site's own, where little speaks for a language."""
    known = dict(settings.LANGUAGES)
    default = default if default in known else settings.LANGUAGE_CODE
    guess: str = import_string(settings.LANGUAGE_GUESS)(f"{subject}\n{text}", default)
    return guess if guess in known else default

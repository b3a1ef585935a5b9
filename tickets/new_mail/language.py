"""In which of the languages of mail somebody wrote; what they are answered in. Knows no rows."""

from django.conf import settings
from django.utils.module_loading import import_string

from web.mail_languages import mail_language, names


def language_of(subject: str, text: str, default: str = "") -> str:
    """A code of a language of mail; the nearest to `default`, or the site's own, where little speaks for one."""
    default = mail_language(default)
    guess: str = import_string(settings.LANGUAGE_GUESS)(f"{subject}\n{text}", default)
    return guess if guess in names() else default

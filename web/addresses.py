"""Addresses of one page in every language, absolute ones, and the language a browser asks for first. Knows no rows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

# What a sign-in remembers must fit a cookie: a browser drops one past 4 KB; escaped Japanese takes nine characters a
# letter.
_LONGEST_PATH = 1500


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's head says about itself: its one address, and (language, address) of its translations; absolute."""

    canonical: str
    translations: list[tuple[str, str]]


def absolute(path: str) -> str:
    """The path with the site's scheme and host."""
    return settings.SITE_URL + path


def alternates(path_in: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """(code, native name, path) of a page for each of the site's languages."""
    return [(code, str(name), path_in(code)) for code, name in settings.LANGUAGES]


def head(canonical: str, paths: dict[str, str]) -> Head:
    """The head of a page at path `canonical`; `paths` are its translations by language, the default is x-default."""
    translations = [(code, absolute(path)) for code, path in paths.items()]
    if settings.LANGUAGE_CODE in paths:
        translations.append(("x-default", absolute(paths[settings.LANGUAGE_CODE])))
    return Head(absolute(canonical), translations)


def best_language(accept_language: str) -> str:
    """The site's language that an Accept-Language header prefers, or the default one."""
    wanted = (tag for tag, quality in parse_accept_lang_header(accept_language) if quality)
    for tag in wanted:
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def local_path(wanted: str, fallback: str) -> str:
    """The address if it stays on this site, else the fallback."""
    stays = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    stays = stays and len(wanted) <= _LONGEST_PATH and "\0" not in wanted
    return wanted if stays else fallback

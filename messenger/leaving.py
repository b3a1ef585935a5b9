"""Ways from a screen that keep what is typed on it without scripts: each link's twin is a button that submits the form.

The twin stands in a `noscript` beside its link, which css/messenger-plain.css hides then; with scripts there is none.
Knows no conversation and stores nothing.
"""

import re
from collections.abc import Mapping

from django.http import QueryDict

from web.addresses import local_path

# The screens that somebody types into, and the form whose fields go along.
FORMS = {
    "home": "start-form",
    "search": "start-form",
    "cant_log_in": "start-form",
    "missing": "start-form",
    "details": "details-form",
    "chat": "composer",
    "ask_owner": "packet-form",
    "packet": "packet-form",
}
_LONGEST = 200
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
# What is there without scripts alone stands where nothing can be typed, as while Fin writes.
_PLAIN = re.compile(r"(<noscript>.*?</noscript>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_SHARED = {"class", "lang", "dir", "aria-label", "data-kind", "data-unread"}
# What a browser saves leaves the page where it is.
_SAVED = ("/transcript.", "/files/")


def with_twins(page: str, form: str, action: str) -> str:
    """The page with a twin beside each link of the messenger's screen; `action` takes the form, and leads on."""
    start, end = page.find('<section id="messenger"'), page.rfind("</main>")
    if f'id="{form}"' not in page or not 0 <= start < end:
        return page
    screen = page[start:end]
    head, rest = screen.split(">", 1)
    parts = _PLAIN.split(rest)
    parts[::2] = [_LINK.sub(lambda link: _pair(link, form, action), part) for part in parts[::2]]
    screen = f"{head}>{_first(screen, form)}{''.join(parts)}"
    return page[:start] + screen + page[end:]


def _first(screen: str, form: str) -> str:
    """What Enter in a field presses is a form's first button: still the one that it was, not the twin in the bar."""
    found = re.search(rf'<button\b[^>]*form="{form}"[^>]*>', screen)
    given = dict(_ATTRIBUTE.findall(found[0].removeprefix("<button"))) if found else {}
    more = "".join(f' {name}="{given[name]}"' for name in ("formaction", "name", "value") if name in given)
    unseen = 'class="visually-hidden" tabindex="-1" aria-hidden="true"'
    return f'<noscript><button {unseen} form="{form}"{more}></button></noscript>'


def _pair(link: re.Match[str], form: str, action: str) -> str:
    given = dict(_ATTRIBUTE.findall(link[1]))
    href = given.get("href", "")
    if not href.startswith("/") or any(part in href for part in _SAVED):
        return link[0]
    given["class"] = f"leaves {given.get('class', '')}".strip()
    shared = "".join(f' {name}="{value}"' for name, value in given.items() if name in _SHARED)
    goes = f'form="{form}" formaction="{action}" formnovalidate name="to" value="{href}"'
    return f"{link[0]}<noscript><button{shared} {goes}>{link[2]}</button></noscript>"


def destination(posted: Mapping[str, str], home: str) -> str:
    """Where the pressed twin leads: a search with its words, anything else with a way back to them."""
    to, mark, place = local_path(posted.get("to", ""), home).partition("#")
    return _with_words(to, posted, home) + mark + place


def _with_words(to: str, posted: Mapping[str, str], home: str) -> str:
    words = " ".join(posted.get("q", "").replace("\0", "").split())[:_LONGEST]
    more = {"q": words} if words else {}
    # A search shows what was typed for Fin beside its results; else its own words stand there.
    if posted.get("text", "").strip() != posted.get("given", ""):
        more["kept"] = "1"
    path, asked = _parts(to)
    if path.endswith("/messenger/search") and "q" not in asked:
        return _joined(path, asked, more)
    if path == home or not more or "/messenger/" not in path:
        return _joined(path, asked, more if path == home else {})
    back, of_back = _parts(asked.get("back", home))
    asked["back"] = _joined(back, of_back, more)
    return _joined(path, asked, {})


def _parts(address: str) -> tuple[str, QueryDict]:
    path, _mark, query = address.partition("?")
    return path, QueryDict(query, mutable=True)


def _joined(path: str, query: QueryDict, more: Mapping[str, str]) -> str:
    for name, value in more.items():
        query[name] = value
    return path + (f"?{query.urlencode()}" if query else "")

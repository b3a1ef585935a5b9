"""What is said below a mail's own words: that it is encrypted, that it invites, and to what. Knows no rows.

A remark is stored in English, as one of the last paragraphs of the text, and shown in the language of whoever reads it.
Those of an earlier version were stored in the language of their ticket; they are known as well.
"""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

_SENTENCES: dict[str, str | Promise] = {
    "pgp": _("[This mail is encrypted with PGP. We can’t read it; what came is attached.]"),
    "smime": _("[This mail is encrypted with S/MIME. We can’t read it; what came is attached.]"),
    "smime_signed": _("[This mail is packed into an S/MIME signature. What came is attached.]"),
}
# What begins an invitation, or what was answered to one.
_HEADS: dict[str, str | Promise] = {
    "invited": _("Invitation: %(what)s"),
    "accepted": _("Invitation accepted: %(what)s"),
    "declined": _("Invitation declined: %(what)s"),
    "tentative": _("Invitation accepted for now: %(what)s"),
    "withdrawn": _("Invitation withdrawn: %(what)s"),
    "answered": _("Answer to an invitation: %(what)s"),
}
_LINES: dict[str, str | Promise] = {"when": _("When: %(when)s"), "place": _("Where: %(place)s")}
_STORED_IN = "en"


def stored(kind: str, values: Mapping[str, str]) -> str:
    """The remark as it is stored; of an invitation `values` are those of `tickets.mail.calendars`."""
    with override(_STORED_IN):
        if kind in _SENTENCES:
            return str(_SENTENCES[kind])
        head = _head(values["method"], values["answer"])
        return _invitation(head, {"what": values["summary"], "when": values["when"], "place": values["place"]})


def in_words(text: str) -> str:
    """The text with its remarks in the active language."""
    rest, said = text, []
    while rest:
        before, _gap, last = rest.rpartition("\n\n")
        words = _read(last)
        if words is None:
            break
        rest = before
        said.append(words)
    return "\n\n".join(part for part in (rest, *reversed(said)) if part) if said else text


def _head(method: str, answer: str) -> str:
    answers = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
    methods = {"CANCEL": "withdrawn", "REPLY": "answered", "COUNTER": "answered"}
    return answers.get(answer) or methods.get(method, "invited")


def _invitation(head: str, values: Mapping[str, str]) -> str:
    lines = [str(_HEADS[head]) % {"what": values["what"] or "–"}]
    lines += [str(words) % {name: values[name]} for name, words in _LINES.items() if values.get(name)]
    return "\n".join(lines)


def _read(paragraph: str) -> str | None:
    """What the paragraph says in the active language; None for one that is the sender's own."""
    sentences, heads, names = _known()
    if kind := sentences.get(paragraph):
        return str(_SENTENCES[kind])
    first, _end, more = paragraph.partition("\n")
    began = next((begin for begin in heads if first.startswith(begin)), "")
    lines = [(next((begin for begin in names if line.startswith(begin)), ""), line) for line in more.split("\n")]
    # Somebody may write the first line by themselves.
    if not began or not more or not all(begin for begin, _line in lines):
        return None
    values = {names[begin]: line.removeprefix(begin) for begin, line in lines}
    return _invitation(heads[began], {"what": first.removeprefix(began), **values})


@cache
def _known() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What sentences, first lines and further lines begin with, in each language that they were ever stored in."""
    found: tuple[dict[str, str], ...] = ({}, {}, {})
    for code in dict.fromkeys([_STORED_IN, *dict(settings.LANGUAGES)]):
        with override(code):
            found[0].update({str(words): kind for kind, words in _SENTENCES.items()})
            found[1].update({str(words) % {"what": ""}: head for head, words in _HEADS.items()})
            found[2].update({str(words) % {name: ""}: name for name, words in _LINES.items()})
    return found[0], found[1], found[2]

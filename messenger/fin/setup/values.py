"""How Fin is set up, as values: whether it answers somebody, what it is called, how sure it must be. No Django."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from accounts.identity import AuthenticationDomain, Identity, Plan, Product
from messenger.fin.deciding import Thresholds

NAME = "Fin"
LONGEST_NAME = 40
LONGEST_GREETING = 300
MOST_LINES = 6

# Where our own sentences name it: a word of its own, also between letters of scripts without spaces.
_NAMED = re.compile(r"(?<![0-9A-Za-z\u00c0-\u024f])Fin(?![0-9A-Za-z\u00c0-\u024f])")
_FIRST_STRONG, _ISOLATE_ENDS = "\u2068", "\u2069"
# Join letters of some scripts, and the parts of an emoji; every other mark that nobody sees is refused.
_JOINERS = "\u200c\u200d"


class Group(StrEnum):
    """Whom Fin can be off for."""

    ANONYMOUS = "anonymous"
    FREE = "free"
    PRO = "pro"
    MAX = "max"
    TEAM = "team"
    ENTERPRISE = "enterprise"
    CONSOLE = "console"


def group_of(identity: Identity | None, domain: AuthenticationDomain | None) -> Group:
    """Total, as the entitlements are: without a domain nobody is logged in, and an unknown plan counts as free."""
    if identity is None or domain is None:
        return Group.ANONYMOUS
    if identity.product == Product.CONSOLE:
        return Group.CONSOLE
    return Group(identity.plan) if identity.plan in set(Plan) else Group.FREE


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language; "" is what the site says by itself."""

    name: str = ""
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """The whole setup. `words` by language; `to_people` has the keys of the topics that always go to a human."""

    on: bool = True
    off_for: frozenset[str] = frozenset()
    thresholds: Thresholds = field(default_factory=Thresholds)
    words: Mapping[str, Words] = field(default_factory=dict)
    to_people: frozenset[int] = frozenset()

    def answers(self, identity: Identity | None, domain: AuthenticationDomain | None) -> bool:
        """Whether Fin answers this person at all. It grants nothing: where Fin is off, the way onward comes at once."""
        return self.on and group_of(identity, domain) not in self.off_for

    def name(self, locale: str) -> str:
        """What it is called there: a language without a name of its own has the English one."""
        for code in (locale, "en"):
            if code in self.words and self.words[code].name:
                return self.words[code].name
        return NAME

    def greeting(self, locale: str) -> str:
        """What it says first in that language, or "" where nobody wrote anything: a greeting isn't translated."""
        return self.words[locale].greeting if locale in self.words else ""

    def named(self, sentence: str, locale: str) -> str:
        """A sentence of ours with the name in it. Never for what people or articles say."""
        return called(sentence, self.name(locale))


def called(sentence: str, name: str, escape: Callable[[str], str] = str) -> str:
    """A sentence of ours in which Fin has that name, which `escape` makes fit for where the sentence stands."""
    return sentence if name == NAME else _NAMED.sub(lambda _found: escape(isolated(name)), sentence)


def isolated(name: str) -> str:
    """The name so that its direction of writing stays its own; plain letters need no marks around them."""
    plain = all(mark.isascii() and (mark.isalnum() or mark in " -") for mark in name)
    return name if plain else f"{_FIRST_STRONG}{name}{_ISOLATE_ENDS}"


def tidy(text: str) -> str:
    """As it is kept: one kind of line ends, no spaces at the ends of lines, no more than one empty line."""
    lines = "\n".join(" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def has_hidden_marks(text: str) -> bool:
    """Whether it has marks that nobody sees and that could turn or cut what stands around them."""
    return any(
        unicodedata.category(mark) in {"Cc", "Cf", "Zl", "Zp", "Co", "Cn", "Cs"} and mark not in f"\n{_JOINERS}"
        for mark in text
    )


def says_something(text: str) -> bool:
    """Whether it has a letter or a digit, and so can be read out."""
    return any(unicodedata.category(mark)[0] in "LN" for mark in text)

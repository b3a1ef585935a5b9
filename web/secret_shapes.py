"""What secrets look like in folded text (see `web.folding`). Pure; every expression takes linear time.

An expression's group `secret` is what is hidden, or all of it; group `shown` is a public beginning that may stay. It
begins at no place inside a row of the letters that it goes on with, so that no row is read twice.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from web.card_numbers import card_numbers
from web.passwords import passwords

_DIGIT = re.compile(r"[0-9]")
_PLACEHOLDER = re.compile(r"[•*]{3}|\.{3}|(?i:x{6})")


@dataclass(frozen=True, slots=True)
class Found:
    """A secret's place, its kind, and what of its beginning may be shown."""

    start: int
    end: int
    kind: str
    shown: str = ""


def _any(secret: str) -> bool:
    return not _PLACEHOLDER.search(secret)


def _mixed(secret: str) -> bool:
    """Whether this is more than words: made keys have digits."""
    return bool(_DIGIT.search(secret)) and _any(secret)


# Beginnings of keys that their makers chose so that programs find them.
_KEYS = {
    r"(?P<shown>[Ss][Kk]-(?i:ant)-)[\w-]{8,}": "sk-ant-",
    r"(?P<shown>AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])": "akia asia abia acca",
    r"(?P<shown>gh[pousr]_|github_pat_|glpat-|gldt-)[\w-]{16,}": "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt-",
    r"(?P<shown>npm_|hf_|hct_|gsk_|xai-|pplx-|dop_v1_|shpat_|lin_api_)[\w-]{16,}": (
        "npm_ hf_ hct_ gsk_ xai- pplx- dop_v1_ shpat_ lin_api_"
    ),
    r"(?P<shown>xox[a-z]-|xapp-)[\w-]{10,}": "xox xapp-",
    r"(?P<shown>AIza)[\w-]{30,}": "aiza",
    r"(?P<shown>(?:sk|rk|pk)_(?:live|test)_|whsec_)[\w+/=-]{8,}": "_live_ _test_ whsec_",
    r"(?P<shown>SG\.)[\w-]{16,}\.[\w-]{16,}": "sg.",
    r"(?P<shown>pypi-)[\w-]{30,}": "pypi-",
}
# So plain that it is one behind any letter.
_PLAIN_KEY = r"(?P<shown>sk-ant-)(?:api|admin|sid|oat)\d\d-[\w-]{8,}"
_MIXED_KEYS = {r"(?P<shown>(?:sk|pk|rk)-(?:proj-|svcacct-|or-|lf-)?)[\w-]{16,}": "sk- pk- rk-"}
# "API key: …", "x-api-key=…", "the API key is …", 「APIキーは…」
_NAMED_KEY = (
    r"(?i:api|access|secret|auth|client|private|signing|encryption|account|service)[\s_-]?(?i:key|secret|token|キー)"
    r"(?:[\"'”’」`]{0,2}\s{0,4}(?:[:=]|=>|は)|\s{1,4}(?i:is))\s{0,4}[\"'“‘「`]{0,2}(?P<secret>[\w.+/=~-]{16,})"
)
_TOKENS = {
    r"(?P<shown>eyJ)[\w-]{8,}(?:\.[\w-]*){1,4}": "eyj",
    r"(?P<shown>ya29\.)[\w-]{16,}": "ya29.",
}
_BEARER = r"(?i:bearer|basic)\s{1,4}(?P<secret>[\w.~+/-]{16,}={0,2})"
# A session in a cookie, a token in an address: a name, "=" and what nobody can guess.
_HELD = (
    r"(?i:(?<![a-z])(?:sess|sid|auth|jwt|csrf|connect\.sid)|session|token)[\w.-]{0,24}"
    r"(?:=|[\"']{1,2}\s{0,2}:\s{0,2}[\"']{1,2})(?P<secret>[\w%.+/~:-]{12,}={0,2})"
)
_PEM_BEGIN = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_PEM = (
    rf"{_PEM_BEGIN}(?:(?!-----BEGIN)[\s\S]){{0,20000}}?-----END [A-Z0-9 ]{{0,40}}PRIVATE KEY(?: BLOCK)?-----"
    rf"|{_PEM_BEGIN}(?:[\s>|]*[A-Za-z0-9+/=]{{16,}})*"
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """An expression, what judges its matches, and words without one of which no text has a match."""

    kind: str
    expression: re.Pattern[str]
    judge: Callable[[str], bool]
    hints: tuple[str, ...]


def _shape(kind: str, expression: str, judge: Callable[[str], bool], hints: str) -> _Shape:
    return _Shape(kind, re.compile(expression, re.ASCII), judge, tuple(hints.split()))


_SHAPES = [
    *(_shape("api_key", rf"(?<![\w-]){key}", _any, hints) for key, hints in _KEYS.items()),
    *(_shape("api_key", rf"(?<![\w-]){key}", _mixed, hints) for key, hints in _MIXED_KEYS.items()),
    _shape("api_key", _PLAIN_KEY, _any, "sk-ant-"),
    _shape("api_key", rf"(?<![A-Za-z]){_NAMED_KEY}", _mixed, "key secret token キー"),
    *(_shape("token", rf"(?<![\w-]){token}", _any, hints) for token, hints in _TOKENS.items()),
    _shape("token", rf"(?<!\w){_BEARER}", _mixed, "bearer basic"),
    _shape("token", _HELD, _mixed, "sess sid auth jwt csrf token"),
    _shape("private_key", _PEM, lambda _secret: True, "-----begin"),
]


def secrets_in(folded: str) -> Iterator[Found]:
    """Every secret, in no order; they may overlap."""
    lower = folded.lower()
    for shape in _SHAPES:
        if not any(hint in lower for hint in shape.hints):
            continue
        for match in shape.expression.finditer(folded):
            group = match.groupdict()
            name = "secret" if group.get("secret") else 0
            if shape.judge(match.group(name)):
                yield Found(*match.span(name), shape.kind, group.get("shown") or "")
    yield from (Found(start, end, "card") for start, end in card_numbers(folded))
    yield from (Found(start, end, "password") for start, end in passwords(folded, lower))

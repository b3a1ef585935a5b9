"""Finds passwords where somebody plainly writes one down, in folded text (see `web.folding`). Pure.

It would rather miss one than hide an ordinary sentence: “my password doesn't work” and 「パスワードを忘れました」 stay.
"""

import re
from collections.abc import Iterator

# In the languages of the site; half-width katakana come with their marks apart.
_NAMES = (
    r"passwords?|passwd|passphrase|passcode|pwd|(?<![a-z])pw|contraseña|contrasena|senha|mot de passe|(?:kenn|pass)wort"
    r"|kata sandi|пароль|비밀번호|암호|密码|密碼|口令|كلمة المرور|كلمة السر|"
    "パスワード|ハ\u309aスワート\u3099|パスコード|パスフレーズ|暗証番号"
)
_OPEN, _CLOSE = r"[\"'“”‘’「『`«]", r"[\"'“”‘’」』`»]"
_QUOTED = rf"{_OPEN}(?P<quoted>[^\"'“”‘’「」『』`«»\n]{{4,64}}){_CLOSE}"
_BARE = r"(?P<bare>[^\s\"'“”‘’「」『』`«»<>]{3,128})"
# "password: …", "PASSWORD=…", "password":"…"; the rest of the line is looked at to tell a word from a sentence.
_WRITTEN = re.compile(
    rf"(?i:{_NAMES})[\"'`]?\s{{0,3}}(?P<sign>[:=]|=>|->|→)[ \t]{{0,3}}(?:{_QUOTED}|{_BARE}(?P<rest>[^\n]{{0,3}}))"
)
_IS = r"\s{1,3}(?i:is|was|ist|lautet|est|es|é|è|adalah|это)|\s{0,2}(?:—|–)|\s-(?=\s)|\s{0,2}[은는是為为]"
_SAID = re.compile(rf"(?i:{_NAMES})(?:{_IS})(?P<gap>[ :]{{1,3}})(?:{_QUOTED}|{_BARE}(?P<rest>[^\n]{{0,3}}))")
# No space stands between words: what follows must end the value.
_SAID_IN_JAPANESE = re.compile(
    r"(?:パスワード|ハ\u309aスワート\u3099|パスコード|パスフレーズ|暗証番号)(?:は|が|を)\s{0,2}"
    r"(?:[「『\"](?P<quoted>[!-~]{4,64})[」』\"]|(?P<bare>[!-~]{4,64}))\s{0,2}(?=です|でした|だ|と|に|で|。|、|$|\n)"
)
_SAID_IN_CHINESE = re.compile(r"(?:密码|密碼|口令|비밀번호는|암호는)\s?[是為为]?\s?(?P<bare>[!-~]{6,64})")
_PIN = re.compile(
    r"(?:(?<![A-Za-z])(?:PIN|(?i:pin (?:code|number)))|暗証番号)"
    r"\s{0,2}(?:[:=は]|(?i:is))\s{0,3}(?P<bare>\d{4,12})(?!\w)"
)
_CODE_OF_A_CARD = re.compile(
    r"(?i:(?<![A-Za-z])(?:cvv2?|cvc2?)|security code|セキュリティコード)"
    r"\s{0,2}(?:[:=は]|(?i:is))?\s{0,3}(?P<bare>\d{3,4})(?!\d)"
)
_OPTION = re.compile(r"(?<!\S)--(?:password|passwd|pass)[ =](?P<bare>[^\s\"'-][^\s\"']{2,127})")
_IN_ADDRESS = re.compile(r"://[^\s/:@]{1,64}:(?P<bare>[^\s/@]{1,128})@")

# What people answer with instead of one.
_NO_VALUES = frozenset(
    [
        *("above", "account", "apple", "attached", "below", "blank", "change", "changed"),
        *("correct", "dimenticata", "disabled", "empty", "enabled", "erforderlich", "esquecida", "expired"),
        *("failed", "failure", "falsch", "false", "forgot", "forgotten", "generator", "google"),
        *("help", "hidden", "incorrect", "incorrecta", "incorrecto", "incorreta", "incorreto", "invalid"),
        *("issue", "issues", "login", "lupa", "manager", "maximum", "minimum", "missing"),
        *("nil", "none", "nothing", "null", "obligatoire", "olvidada", "optional", "oublié"),
        *("password", "passwords", "please", "policy", "problem", "problems", "protected", "question"),
        *("recovery", "requerida", "required", "requis", "reset", "salah", "sbagliata", "secret"),
        *("secure", "setting", "settings", "somebody", "something", "str", "string", "support"),
        *("text", "true", "unavailable", "ungültig", "unknown", "update", "updated", "username"),
        *("vergessen", "wrong"),
    ]
)
_HINTS = (
    *("pass", "pwd", "pw", "contrase", "senha", "kennwort", "sandi", "пароль", "비밀번호", "암호", "密", "口令"),
    *("كلمة", "パスワード", "ハ\u309aスワート\u3099", "パスコード", "パスフレーズ", "暗証番号"),
    *("pin", "cvv", "cvc", "security code", "セキュリティコード", "://"),
)
_VARIABLE = re.compile(r"[$<{%\[(]|[*•.…_xX-]+\Z|.*•|\w+[(\[.]\w*[)\[(]")
_STRONG = re.compile(r"[0-9!#$%&*+=?@^~|\\]")
_TRAILING = ".,;:)]}。、，；）"
_SHORTEST, _SHORTEST_WORD = 4, 6


def passwords(folded: str, lower: str) -> Iterator[tuple[int, int]]:
    """Where each password stands; `lower` is the same text in small letters."""
    if not any(hint in lower for hint in _HINTS):
        return
    for match in _WRITTEN.finditer(folded):
        alone = not (match["rest"] or "").strip()
        yield from _kept(match, lenient=alone or match["sign"] == "=")
    for match in _SAID.finditer(folded):
        yield from _kept(match, lenient=":" in match["gap"] and not (match["rest"] or "").strip())
    for match in _SAID_IN_CHINESE.finditer(folded):
        yield from _kept(match)
    for match in _SAID_IN_JAPANESE.finditer(folded):
        yield from _kept(match, lenient=True)
    for expression in (_PIN, _CODE_OF_A_CARD, _IN_ADDRESS, _OPTION):
        for match in expression.finditer(folded):
            if "•" not in match["bare"]:
                yield match.span("bare")


def _kept(match: re.Match[str], *, lenient: bool = False) -> Iterator[tuple[int, int]]:
    if match.groupdict().get("quoted") is not None:
        if not _VARIABLE.match(match["quoted"]) and match["quoted"].lower() not in _NO_VALUES:
            yield match.span("quoted")
        return
    value = match["bare"].rstrip(_TRAILING)
    if _is_password(value, lenient=lenient):
        start = match.start("bare")
        yield start, start + len(value)


def _is_password(value: str, *, lenient: bool) -> bool:
    """Whether a value is one: it has more than letters, or it stands alone and is no word that people answer with."""
    if len(value) < _SHORTEST or _VARIABLE.match(value) or value.lower() in _NO_VALUES:
        return False
    if _STRONG.search(value):
        return True
    return lenient and value.isascii() and value.isalnum() and len(value) >= _SHORTEST_WORD

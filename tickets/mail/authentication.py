"""What our own mail server found out about a mail's sender: SPF, DKIM, DMARC (RFC 8601). No Django."""

import re
from collections.abc import Collection, Mapping

_METHODS = ("dmarc", "spf", "dkim")
_READ = 8_000
# Quoted strings and what brackets comments; the rest is words.
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|[()]|[^"()]+', re.DOTALL)
_RESULT = re.compile(r"\s*([a-z]{1,20})(?:\s*/\s*[0-9]+)?\s*=\s*([a-z]{1,20})(?=\s|$)", re.IGNORECASE)


def results(headers: list[str], *, trusted: Collection[str]) -> dict[str, str]:
    """Method and result as in {"dmarc": "fail"}, out of the headers of servers that we trust, the topmost first.

    A mail server puts its header above those that came with the mail, so of each method the first result counts.
    """
    names = {name.lower() for name in trusted}
    found: dict[str, str] = {}
    for header in headers:
        server, *statements = _bare(header[:_READ]).split(";")
        if (server.split() or [""])[0].lower() not in names:
            continue
        for match in filter(None, map(_RESULT.match, statements)):
            method, result = match[1].lower(), match[2].lower()
            if method in _METHODS:
                found.setdefault(method, result)
    return {method: found[method] for method in _METHODS if method in found}


def fault(found: Mapping[str, str]) -> str:
    """The method by which the sender's domain disowns the mail, or "".

    SPF alone counts where no DMARC speaks for the mail and no signature does: whoever forwards a mail breaks SPF.
    """
    if found.get("dmarc") == "fail":
        return "dmarc"
    spoken_for = "pass" in (found.get("dmarc"), found.get("dkim"))
    return "spf" if found.get("spf") == "fail" and not spoken_for else ""


def read(line: str) -> dict[str, str]:
    """The results as a row keeps them: "dmarc=pass spf=pass"."""
    return dict(each.split("=", 1) for each in line.split() if "=" in each)


def _bare(header: str) -> str:
    """The header without comments and quoted strings, in which anything may stand."""
    kept, depth = [], 0
    for piece in _PIECE.findall(header):
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif not depth and not piece.startswith('"'):
            kept.append(piece)
    return "".join(kept)

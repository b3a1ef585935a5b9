"""An article's Markdown made plain for other programs: labels spelled out, links absolute, callouts as quotes. Pure."""

import re
from collections.abc import Callable, Mapping

_ARTICLE = re.compile(r"\]\(article:(\d{1,18})(#[^)]*)?\)")
_UI = re.compile(r"\{ui:([a-z_]+)\}")
_CALLOUT = re.compile(r"^::: *\w+ *\n(.*?)^::: *$", re.DOTALL | re.MULTILINE)


def _quoted(found: re.Match[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in found.group(1).strip().split("\n"))


def plain_markdown(text: str, *, address: Callable[[int], str], labels: Mapping[str, str]) -> str:
    """The Markdown as any reader understands it. `address` gives an article's absolute address by number."""
    text = _CALLOUT.sub(_quoted, text)
    text = _UI.sub(lambda found: labels.get(found.group(1), found.group()), text)
    return _ARTICLE.sub(lambda found: f"]({address(int(found.group(1)))}{found.group(2) or ''})", text).strip() + "\n"

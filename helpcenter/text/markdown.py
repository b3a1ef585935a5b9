"""Markdown to the HTML readers get, with contents list and plain sections. Pure: links and labels are passed in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from helpcenter.text.outline import MarkdownError, Section, line_of, outline_of

# Changes when the same Markdown would give other HTML, so that what is stored is made again.
VERSION = "3"
CALLOUTS = ("note", "important")

_UI = re.compile(r"\{ui:([a-z_]+)\}")
_ARTICLE = re.compile(r"article:(\d{1,18})(#.*)?$")
_ATTRIBUTES = {
    "a": {"href", "title", "rel", "class", "aria-hidden", "tabindex"},
    "aside": {"class", "role"},
    "code": {"class"},
    "div": {"class", "role", "tabindex"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "pre": {"dir", "tabindex", "translate"},
    "td": {"class"},
    "th": {"class", "scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_PLAIN_TAGS = "blockquote br del em hr li p s strong table tbody thead tr ul"
_TAGS = {*_ATTRIBUTES, *_PLAIN_TAGS.split()}

type ArticlePath = Callable[[int], str | None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a text became. `toc` has each heading's level, anchor, title; `unresolved` the articles that don't exist."""

    html: str
    toc: list[dict[str, Any]]
    sections: list[Section]
    unresolved: list[int] = field(default_factory=list)


def _fence(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    inner = RendererHTML.fence(self, tokens, index, options, env)
    # Code reads left to right in every language, isn't for translating, and scrolls by keyboard.
    return inner.replace("<pre>", '<pre dir="ltr" translate="no" tabindex="0">', 1)


def _callout(name: str) -> Callable[..., str]:
    def render(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return f'<aside class="callout callout-{name}" role="note">\n' if tokens[index].nesting == 1 else "</aside>\n"

    return render


def _table_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return '<div class="table" tabindex="0">\n<table>\n'


def _table_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return "</table>\n</div>\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    for name in CALLOUTS:
        container_plugin(parser, name, render=_callout(name))
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    return parser


_PARSER = _parser()


def _expand_labels(inline: Token, labels: Mapping[str, str]) -> None:
    def label(found: re.Match[str]) -> str:
        key = found.group(1)
        if key not in labels:
            raise MarkdownError(f"{{ui:{key}}} names no interface label", line_of(inline))
        return labels[key]

    for child in inline.children or ():
        if child.type == "text":
            child.content = _UI.sub(label, child.content)


def _address(href: str, article_path: ArticlePath) -> tuple[str | None, int | None]:
    """Where a link leads, and the article number when there is no such article."""
    found = _ARTICLE.match(href)
    if found is None:
        return href, None
    path = article_path(int(found.group(1)))
    if path is None:
        return None, int(found.group(1))
    return path + (found.group(2) or ""), None


def _resolve_links(inline: Token, article_path: ArticlePath) -> list[int]:
    """Gives links their addresses; a link to an article that doesn't exist stays as its text. Returns such numbers."""
    kept: list[Token] = []
    missing: list[int] = []
    dropped: list[bool] = []
    for child in inline.children or ():
        if child.type == "link_open":
            href, number = _address(str(child.attrGet("href")), article_path)
            dropped.append(href is None)
            if number is not None:
                missing.append(number)
            if href is None:
                continue
            child.attrSet("href", href)
            if href.startswith(("http://", "https://")):
                child.attrSet("rel", "noopener")
        elif child.type == "link_close" and dropped.pop():
            continue
        kept.append(child)
    inline.children = kept
    return missing


def render(text: str, *, article_path: ArticlePath, labels: Mapping[str, str]) -> Rendered:
    """The text as safe HTML with its outline.

    `article_path` gives an article's address by number, or None; `labels` the words for `{ui:key}`.
    Raises MarkdownError for an unknown label or a heading of level one.
    """
    tokens = _PARSER.parse(text)
    unresolved: list[int] = []
    for token in tokens:
        if token.type == "inline":
            _expand_labels(token, labels)
            unresolved += _resolve_links(token, article_path)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrSet("class", str(token.attrs.pop("style")).replace("text-align:", "align-"))
    outline = outline_of(tokens)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Rendered(sanitised(html), outline.toc, outline.sections, unresolved)


def sanitised(html: str) -> str:
    """The HTML with nothing in it that articles don't have, and with every tag closed."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"})

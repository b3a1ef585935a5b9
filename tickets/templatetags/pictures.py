"""A message's words with its pictures at their places: `{% said message.body files "links" %}`."""

from collections.abc import Collection, Sequence

from django import template
from django.template.defaultfilters import linebreaks_filter, linebreaksbr, urlize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from tickets.files import inline
from tickets.files.inline import Inline
from tickets.files.showing import ShownFile
from tickets.mail.enclosures import Enclosure
from tickets.mentions.marks import marked

register = template.Library()
# How the words between pictures are set.
_WAYS = {
    "links": urlize,
    "lines": linebreaksbr,
    "letter": lambda words: linebreaks_filter(urlize(words)),
    "plain": conditional_escape,
}


@register.simple_tag
def said(words: str, files: Sequence[ShownFile | Enclosure], way: str, mentioned: Collection[str] = ()) -> SafeString:
    """The words, set in one of these ways, each picture of the message's own where its place is, and names as marks."""
    known = {file.key: file for file in files if file.key and _is_picture(file)}
    pieces = [
        _picture(known[part.key])
        if isinstance(part, Inline)
        else marked(part.strip("\n") if known else part, mentioned, _WAYS[way])
        for part in inline.parts(words, known)
    ]
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


@register.filter
def beside(files: Sequence[ShownFile | Enclosure], words: str) -> list[ShownFile | Enclosure]:
    """The files that don't stand in the words."""
    keys = inline.keys_in(words)
    return [file for file in files if not (file.key in keys and _is_picture(file))]


@register.filter
def first_sent(files: Sequence[ShownFile]) -> list[ShownFile]:
    """The files that their sender hadn't sent before."""
    return [file for file in files if not file.is_repeated]


@register.filter
def sent_before(files: Sequence[ShownFile]) -> list[ShownFile]:
    """The files that stand in an earlier message of the same sender as well."""
    return [file for file in files if file.is_repeated]


@register.filter
def pictures_named(words: str) -> str:
    """The words with the names of their pictures, where only words have a place."""
    return inline.in_words(words)


def _is_picture(file: ShownFile | Enclosure) -> bool:
    return bool(file.cid if isinstance(file, Enclosure) else file.thumbnail)


def _picture(file: ShownFile | Enclosure) -> SafeString:
    if isinstance(file, Enclosure):
        return format_html(
            '<p><img src="cid:{}" alt="{}" width="{}" height="{}" style="max-width:100%;height:auto"></p>',
            *(file.cid, file.name, file.width, file.height),
        )
    img = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        *(file.thumbnail, file.name, file.width, file.height),
    )
    return format_html('<a class="in-text" href="{}">{}</a>', file.address, img) if file.address else img

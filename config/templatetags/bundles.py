"""`{% bundle "bundles/messenger.js" %}`: the tags of a page for a bundle of scripts or sheets."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from config.bundles import BUNDLES

register = template.Library()

_TAGS = {"css": '<link rel="stylesheet" href="{}">', "js": '<script src="{}" defer></script>'}


@register.simple_tag
def bundle(name: str) -> SafeString:
    """One tag where files are collected into bundles, else one for each member in its order. Raises KeyError."""
    members = BUNDLES[name]
    names = [name] if name in getattr(staticfiles_storage, "bundles", ()) else members
    return format_html_join("\n  ", _TAGS[name.rpartition(".")[2]], ((static(each),) for each in names))

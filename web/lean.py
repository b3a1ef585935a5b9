"""Scripts and sheets as they are sent: without what only those who read the sources need."""

import minify

_TYPES = {".js": "application/javascript", ".css": "text/css"}
# Others' files come as they are meant to be sent.
_OWN = ("js/", "css/")


def lean(name: str, text: str) -> str:
    """A script or sheet of ours without comments and spaces and with short inner names; any other file as it is.

    `name` is its place among the static files. Raises minify.MinifyError for what can't be read as its name says.
    """
    kind = next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), "")
    if not kind or not name.startswith(_OWN):
        return text
    small: str = minify.string(kind, text)
    return small

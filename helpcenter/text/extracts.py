"""A section of a rendered text, as it stands there. Pure; for HTML that this package rendered itself."""

import re

from helpcenter.text.markdown import sanitised

# Letters of plain text. A longer section is quoted in sentences, unless it is steps or a table.
QUOTED_WHOLE = 700
_HEADING = re.compile(r'<h([1-6])\b[^>]*\bid="([^"]*)"[^>]*>')
_ID = re.compile(r'(<[a-z0-9]+\b[^>]*?)\s+id="[^"]*"')


def section_html(body_html: str, anchor: str) -> str:
    """What stands under the heading with this anchor, up to the next one; under "" what stands before the first.

    Without the heading, and without anchors of its own, as it is shown beside other texts; "" for an unknown anchor.
    """
    headings = list(_HEADING.finditer(body_html))
    starts = [heading.start() for heading in headings]
    if not anchor:
        return _alone(body_html[: starts[0] if starts else len(body_html)])
    for place, heading in enumerate(headings):
        if heading[2] == anchor:
            end = starts[place + 1] if place + 1 < len(starts) else len(body_html)
            return _alone(body_html[heading.end() : end].partition(f"</h{heading[1]}>")[2])
    return ""


def _alone(html: str) -> str:
    """The next heading may have stood inside a frame that began here: what is open is closed."""
    return sanitised(_ID.sub(r"\1", html)).strip()

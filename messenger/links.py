"""Links between articles that stay inside the messenger. Pure: no Django."""

import re
from urllib.parse import urlencode

_ARTICLE = re.compile(r'href="/([a-z-]+)/articles/(\d+)(?:-[^"#]*)?(#[^"]*)?"')


def inside(html: str, back: str) -> str:
    """The HTML of an article with its links to articles leading to the messenger's, and all of them back to `back`."""
    query = f"?{urlencode({'back': back})}" if back else ""
    return _ARTICLE.sub(lambda link: f'href="/{link[1]}/messenger/articles/{link[2]}{query}{link[3] or ""}"', html)

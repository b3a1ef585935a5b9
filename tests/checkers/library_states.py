"""Pages of the help center: home, collection, article, search, reaction, login."""

from collections.abc import Iterator

from tests import cast
from tests.checkers.browsing import SEARCHES, State, page
from tests.helpcenter import shelf

EVERYTHING = """The lead, with [a link](https://example.com/).

:::note
A note in the lead.
:::

## First steps

1. Open `Settings`.
   - In the app
   - On the web

   :::important
   An important thing.
   :::

2. Go on.

## Limits

| Plan | Limit |
|---|---:|
| Free | 1 |

```json
{"a": 1}
```

### In detail

Text.
"""


def library() -> Iterator[State]:
    """All of them."""
    shelf.publish(number=9021027, slug="everything", title="Everything", body_markdown=EVERYTHING)
    reader = cast.Browser()
    for name, path in {
        "home": "",
        "collection": "collections/1-all",
        "article": "articles/9021027-everything",
        "not-found": "nothing-here",
        "sign-in": "sign-in/",
        **{f"search-{query or 'nothing'}": f"search?q={query}" for query in SEARCHES},
        **{f"reaction-{face}": f"articles/9021027/reaction/{face}" for face in ("sad", "neutral", "happy")},
    }.items():
        for locale in ("en", "ja"):
            yield f"{name}-{locale}", page(reader, f"/{locale}/{path}")
    yield "reaction-nothing-chosen", page(reader, "/en/articles/9021027/reaction", {})
    # An English article for a Japanese reader.
    yield "article-in-another-language", page(reader, "/ja/articles/9021027-everything")

"""A mail of our own as a page shows it: its styles under a policy that lets no attribute have any. No Django."""

import re

_STYLE = re.compile(r' style="([^"]*)"')
_CID = re.compile(r'src="cid:([0-9a-f]{32})@[^"]*"')


def framed(html: str, *, nonce: str, picture: str) -> str:
    """The same looks, each style a rule; `picture` ("…{}") makes the address of a picture from its key."""
    rules: list[str] = []

    def ruled(found: re.Match[str]) -> str:
        rules.append(f'[data-s="{len(rules)}"]:not(#_):not(#_){{{found[1]}}}')
        return f' data-s="{len(rules) - 1}"'

    # What somebody typed has no quotation mark here that isn't escaped.
    page = _STYLE.sub(ruled, html)
    page = _CID.sub(lambda found: f'src="{picture.format(found[1])}"', page)
    # Nobody goes to a customer's page from here.
    sheet = "\n".join([*rules, "a { pointer-events: none; }"])
    return page.replace("<style>", f'<style nonce="{nonce}">\n{sheet}', 1)

"""Scripts and sheets that are sent as one file. Each source stays a file of its own, with one thought in it."""

from collections.abc import Callable

# A bundle, and its members in the order in which they run or apply. `{% bundle "…" %}` writes it into a page, or its
# members where nothing is collected.
BUNDLES: dict[str, tuple[str, ...]] = {
    "bundles/messenger.css": ("css/messenger.css", "css/conversation.css", "css/files.css", "css/packets.css"),
    "bundles/messenger.js": (
        # Says what htmx reads as it starts.
        "js/messenger-frame.js",
        "vendor/htmx-4.0.1.min.js",
        # Refuses what is no screen of ours before the others hear of it.
        "js/messenger-notice.js",
        "js/messenger-kept.js",
        "js/messenger-ways.js",
        "js/messenger-suggest.js",
        "js/times.js",
        "js/messenger-composer.js",
        # Asks whether the history has put the focus already.
        "js/messenger-thread.js",
        "js/messenger-live.js",
        "js/messenger-menu.js",
    ),
    # What a product's page needs besides.
    "bundles/messenger-embed.js": (
        "js/messenger-embed.js",
        "js/messenger-identity.js",
        "js/messenger-unread.js",
        "js/messenger-gate.js",
    ),
}


def joined(members: tuple[str, ...], read: Callable[[str], str]) -> str:
    """The members' texts, as `read` gives them by name, one below the other; a script ends before the next begins."""
    return "".join(_ended(name, read(name).rstrip()) for name in members)


def _ended(name: str, text: str) -> str:
    return f"{text};\n" if name.endswith(".js") and not text.endswith(";") else f"{text}\n"

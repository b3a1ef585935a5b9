"""A browser's name for itself in two words. No Django: a table, the first line that fits."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
# Android says Linux as well, and an iPhone says that it is like a Mac.
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser_in(user_agent: str) -> str:
    """Such as "Firefox"; "" where it says nothing that we know."""
    return _first(_BROWSERS, user_agent)


def system_in(user_agent: str) -> str:
    """Such as "Android"; "" where it says nothing that we know."""
    return _first(_SYSTEMS, user_agent)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in table if sign in text), "")

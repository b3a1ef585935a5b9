"""How what a machine of ours did is signed where a person's name stands. Pure: no Django, no clock, no database."""

# No person's name begins so: names of staff are letters.
_MARK = "⚙ "
# What closes quiet tickets; a page says it in its own language.
CLOSER = "Automatic close"


def signed(name: str) -> str:
    """What stands as the author of what an automation did, in no language; cut to what a row holds."""
    return f"{_MARK}{name}"[:200]


def named(author_name: str) -> str:
    """The automation's name, or "" where a person or nobody is the author."""
    return author_name.removeprefix(_MARK) if author_name.startswith(_MARK) else ""

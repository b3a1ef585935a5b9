"""In which language a macro speaks to somebody. No Django."""

from collections.abc import Collection


def chosen(written: Collection[str], wanted: str, default: str) -> str:
    """The language of those that are `written` to take for who reads `wanted`, or "" when there is none.

    Its own, else one with the same first part (pt for pt-br, and the other way round), else the default, else the first
    by its code, so that it is the same each time.
    """
    if wanted in written:
        return wanted
    family = wanted.partition("-")[0]
    kin = sorted(code for code in written if code.partition("-")[0] == family)
    if kin:
        return kin[0]
    if default in written:
        return default
    return min(written, default="")

"""Lines of a text that were broken to be put together again (format=flowed, RFC 3676). No Django."""

import re

_QUOTES = re.compile(r">*")
_SIGNATURE = "-- "


def joined(text: str, *, delete_space: bool) -> str:
    """The text with its paragraphs in one line each; `delete_space` as DelSp says, for scripts without blanks."""
    lines: list[str] = []
    open_depth = -1  # how deep the line is quoted that goes on
    for line in text.split("\n"):
        depth = len(_QUOTES.match(line)[0])  # type: ignore[index]
        said = line[depth:].removeprefix(" ")
        if depth == open_depth and said != _SIGNATURE:
            lines[-1] += said
        else:
            lines.append(f"{'>' * depth} {said}" if depth else said)
        is_flowing = said.endswith(" ") and said != _SIGNATURE
        open_depth = depth if is_flowing else -1
        if is_flowing and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)

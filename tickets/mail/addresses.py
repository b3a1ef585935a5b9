"""Reads an address header in one pass, whatever it holds: no recursion, each character once. No Django."""

import re

# Strings, comments' brackets and what separates; the rest is words. Each letter belongs to one piece only.
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|[()<>,;:\\]|[^"()<>,;:\\]+', re.DOTALL)
# As long as an address may be (RFC 5321 4.5.3.1), and an "@" inside.
_ADDRESS = re.compile(r'(?:"[^"]{1,64}"|[^\s@"<>]{1,250})@[^\s@"<>]{1,255}')


def read(header: str, *, most: int) -> list[tuple[str, str]]:
    """Names and addresses in the header, at most so many; whatever is no address is left out.

    An entry with two addresses in angles gives both, so that nobody takes one of them for the sender.
    """
    found: list[tuple[str, str]] = []
    entry = _Entry()
    depth = 0  # of comments
    for piece in _PIECE.findall(header):
        if piece in "()":
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif depth:
            entry.comments.append(piece)
        elif piece in ",;":
            found += entry.people()
            entry = _Entry()
            if len(found) >= most:
                return found[:most]
        elif piece == ":" and not entry.in_angle:
            entry = _Entry()  # the name of a group
        else:
            entry.add(piece)
    return (found + entry.people())[:most]


class _Entry:
    """What stands between two commas."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angles: list[list[str]] = []
        self.in_angle = False

    def add(self, piece: str) -> None:
        if piece == "<":
            self.in_angle = True
            self.angles.append([])
        elif piece == ">":
            self.in_angle = False
        elif self.in_angle:
            self.angles[-1].append(piece)
        else:
            self.words.append(piece)

    def people(self) -> list[tuple[str, str]]:
        said = "".join(self.words).strip()
        if not self.angles:
            # As in "jane@example.com (Jane Doe)", the older way.
            return [("".join(self.comments).strip(), said)] if _ADDRESS.fullmatch(said) else []
        inside = ("".join(angle).strip() for angle in self.angles)
        return [(_unquoted(said), address) for address in inside if _ADDRESS.fullmatch(address)]


def _unquoted(name: str) -> str:
    return re.sub(r'\\(.)|"', r"\1", name, flags=re.DOTALL)

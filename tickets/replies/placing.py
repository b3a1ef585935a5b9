"""Where in a text another one is put. No Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """The whole text, and behind which of its letters the writer goes on."""

    body: str
    caret: int


def placed(body: str, text: str, at: int | None) -> Placed:
    """`text` put into `body` behind its first `at` letters; at the end, a line apart, when that isn't known.

    Line breaks are those of a text field, whatever a form made of them on its way.
    """
    body, text = body.replace("\r\n", "\n"), text.replace("\r\n", "\n")
    if at is None or not 0 <= at <= len(body):
        before = body.rstrip()
        whole = f"{before}\n\n{text}" if before else text
        return Placed(whole, len(whole))
    return Placed(body[:at] + text + body[at:], at + len(text))

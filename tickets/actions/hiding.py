"""What a customer wrote, as it is stored: without its secrets."""

from typing import Any

from web.secrets import mask


def said(body: str, quoted: str = "") -> dict[str, Any]:
    """A message's columns. What is quoted was said before, so only the kinds of what is new are told."""
    hidden = mask(body)
    return {"body": hidden.text, "quoted": mask(quoted).text, "masked": list(hidden.kinds)}

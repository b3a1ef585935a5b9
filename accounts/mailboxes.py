"""Whether two email addresses are one mailbox. No Django, no database."""


def _mailbox(address: str) -> tuple[str, str]:
    """The address as mail servers compare it: the domain as DNS asks for it, an ASCII name in any case.

    Letters that only look or fold like ASCII ones stay others: the dotless ı is no i. Raises UnicodeError.
    """
    name, _at, domain = address.rpartition("@")
    return name.lower() if name.isascii() else name, domain.encode("idna").decode().lower()


def same_mailbox(one: str, other: str) -> bool:
    """Whether mail to both arrives in the same place; never for an address whose domain is no name at all."""
    try:
        return _mailbox(one) == _mailbox(other)
    except UnicodeError:
        return False

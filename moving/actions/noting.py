"""Writes down in the audit trail that everything was taken out, or another desk moved in."""

from collections.abc import Mapping

from accounts.audit.actions import enter


def note(kind: str, details: Mapping[str, object]) -> None:
    """An entry of the system's own: whoever may run commands on the server isn't known here."""
    enter(kind=kind, staff=None, details=details)

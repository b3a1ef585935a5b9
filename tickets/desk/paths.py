"""Where the moves of one ticket hang, below its reference."""

from django.urls import URLPattern, path

from tickets.desk import replying


def of_writing() -> list[URLPattern]:
    """What the reply editor posts to."""
    return [
        path("<str:reference>/write/", replying.write, name="tickets_ticket_write"),
        path("<str:reference>/undo/", replying.undo, name="tickets_ticket_undo"),
        path("<str:reference>/draft/", replying.draft, name="tickets_ticket_draft"),
        path("<str:reference>/insert/", replying.insert, name="tickets_ticket_insert"),
    ]

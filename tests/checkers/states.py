"""Every page that readers and customers see, in every state, by its address. Knows no template."""

from collections.abc import Iterator

from tests.checkers.browsing import State
from tests.checkers.case_states import case_pages
from tests.checkers.desk_states import desk_pages
from tests.checkers.door_states import doors
from tests.checkers.enterprise_states import enterprise_pages
from tests.checkers.library_states import library
from tests.checkers.messenger_states import messenger
from tests.checkers.privacy_states import privacy_pages
from tests.checkers.program_states import program_pages
from tests.checkers.report_states import report_pages
from tests.checkers.staff_states import staff_pages
from tickets.models import OutgoingEmail


def states() -> Iterator[State]:
    """Each state's name and its whole page."""
    yield from library()
    yield from messenger()
    yield from case_pages()
    yield from report_pages()
    yield from doors()
    yield from privacy_pages()
    yield from staff_pages()
    yield from program_pages()
    yield from enterprise_pages()
    yield from desk_pages()
    # What was mailed on the way: a receipt and a reply in each language are all that there is to see.
    seen = set()
    for email in OutgoingEmail.objects.select_related("ticket").order_by("pk"):
        kind = f"email-{email.kind}-{email.ticket.locale}"
        if kind not in seen:
            seen.add(kind)
            yield kind, email.body_html

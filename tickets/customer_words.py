"""How a ticket stands, in the words of the person who wrote in; staff have words of their own. Words only."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from tickets.workflow import Status

_RECEIVED = pgettext_lazy("how a case stands", "Received")
_WORKED_ON = pgettext_lazy("how a case stands", "Being worked on")
_ANSWERED = pgettext_lazy("how a case stands", "Answered, your turn")
_DONE = pgettext_lazy("how a case stands", "Done")

CUSTOMER_STATUS: dict[str, Promise] = {
    Status.NEW: _RECEIVED,
    Status.OPEN: _WORKED_ON,
    # Why it waits is the team's own matter.
    Status.ON_HOLD: _WORKED_ON,
    Status.PENDING: _ANSWERED,
    Status.SOLVED: _DONE,
    Status.CLOSED: _DONE,
}

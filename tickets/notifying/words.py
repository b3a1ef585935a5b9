"""What a notification says, in the active language. Words only."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.models import Notification
from tickets.notifying.kinds import Kind

_BY: Mapping[str, str | Promise] = {
    Kind.ASSIGNED: _("%(name)s gave you a ticket"),
    Kind.MENTIONED: _("%(name)s mentioned you"),
    Kind.ESCALATED: _("%(name)s escalated a ticket to your team"),
}
_BY_NOBODY: Mapping[str, str | Promise] = {
    Kind.ASSIGNED: _("It is your turn: a ticket is yours"),
    Kind.MENTIONED: _("You were mentioned"),
    Kind.ESCALATED: _("A ticket was escalated to your team"),
    Kind.MAIL_FAILED: _("An email on a ticket of yours reached nobody"),
}
# Of a ticket that is theirs, nobody's, or a colleague's, as it is now.
_TIMELY: Mapping[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    Kind.DUE_SOON: (
        _("A ticket of yours is due soon"),
        _("A ticket that nobody has is due soon"),
        _("A ticket that %(name)s has is due soon"),
    ),
    Kind.OVERDUE: (
        _("A ticket of yours is overdue"),
        _("A ticket that nobody has is overdue"),
        _("A ticket that %(name)s has is overdue"),
    ),
}


def sentence(row: Notification) -> str:
    """What happened, and who did it."""
    if row.kind in _TIMELY:
        return _timely(row)
    if row.by is None:
        return str(_BY_NOBODY.get(row.kind, "")) or gettext("Something happened on a ticket")
    words = _BY.get(row.kind) or _("%(name)s did something on a ticket")
    return str(words) % {"name": row.by.get_full_name() or row.by.get_username()}


def _timely(row: Notification) -> str:
    mine, nobodys, other = _TIMELY[row.kind]
    holder = row.ticket.assignee
    if holder is None:
        return str(nobodys)
    return str(mine if holder.pk == row.person_id else other) % {
        "name": holder.get_full_name() or holder.get_username()
    }

"""The types of webhooks in words, as who sets one up reads them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from webhooks.kinds import Kind

KINDS: dict[Kind, Any] = {
    Kind.CREATED: _("a ticket was opened"),
    Kind.REPLIED_CUSTOMER: _("a customer wrote on a ticket"),
    Kind.REPLIED_STAFF: _("staff replied"),
    Kind.NOTED: _("staff wrote an internal note"),
    Kind.CHANGED: _("status, assignee, priority, team or tags changed"),
    Kind.MERGED: _("a ticket was merged into another one"),
    Kind.UNMERGED: _("a merge was taken back"),
    Kind.RATED: _("a customer rated our help"),
    Kind.HANDED_OVER: _("a conversation with Fin went to the team"),
    Kind.TEST: _("a test"),
}

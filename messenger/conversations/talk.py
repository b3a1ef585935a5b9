"""What the thread and the composer show of a conversation with Fin or the team. Reads only."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.entitlements import Need, Rule, Support
from accounts.models import Domain, Visitor
from messenger.access import has_fin, support_of
from messenger.conversations.actions import handover
from messenger.conversations.contact_codes import ContactCode
from messenger.conversations.flow import Stage
from messenger.conversations.forms import ForWhomForm, MessageForm
from messenger.conversations.pulse import pulse_of
from messenger.conversations.threads import thread, ticket_of
from messenger.models import Conversation
from messenger.naming import reason_of
from tickets.case_page.people import language_of
from tickets.customer_words import CUSTOMER_STATUS
from web.mail_languages import names


def chat_context(visitor: Visitor, row: Conversation, form: Any = None) -> dict[str, Any]:
    """What the thread and the composer show: who said what, whether Fin is at work or stuck, and the way onward."""
    support = support_of(visitor, row.topic_kind)
    now = timezone.now()
    # Taken first: what comes in meanwhile is shown twice rather than never.
    pulse = pulse_of(row, now)
    ticket = ticket_of(row)
    entries = thread(row, now)
    last = entries[-1] if entries else None
    stuck = last is not None and last.stuck and row.stage == Stage.CHAT
    pending = any(entry.pending and not entry.stuck for entry in entries)
    if row.stage == Stage.CHAT and not pending and not row.unsolved:
        # Fin's answer brings the way onward with it, and may have come since the row was read; a page that shows one
        # without the other asks for nothing more.
        row.refresh_from_db(fields=["unsolved"])
    packet = row.packets.order_by("-pk").first() if support.ask_owner.open else None
    _name, email = handover.contact_of(row, visitor)
    return {
        "entries": entries,
        "fin_answers": has_fin(visitor, row),
        "ticket": ticket,
        "ticket_status": CUSTOMER_STATUS[ticket.status] if ticket else "",
        "mails_in": language_of(ticket) if ticket else None,
        "mail_languages": names().items(),
        "mark": pulse.mark,
        # How often the page asks for news: of Fin often, of a team or a worker that is away now and then.
        "pace": "fin" if pending else "stuck" if stuck else "team" if ticket and not ticket.is_closed else "",
        "pending": pending,
        "stuck": stuck,
        "asking": bool(last and last.author == "fin" and not last.pending and row.stage == Stage.CHAT and not stuck),
        "onward": handover.way_onward(row, visitor, support) if row.unsolved else "",
        "confirm_at": _to_confirm(visitor, support, now) if row.unsolved else None,
        "packet": packet,
        "packet_standing": packet.standing(now) if packet else "",
        "code_sent": ContactCode.objects.filter(conversation=row).first(),
        "for_whom": ForWhomForm(initial=_for_whom(row, visitor)) if support.on_behalf.open else None,
        "needs_admin": support.human.need == Need.ASK_ADMIN,
        "support": support,
        "reason": reason_of(support),
        "contact_email": email,
        "typed_email": row.details.get("typed", {}).get("contact_email", ""),
        "form": form or MessageForm(),
    }


def _to_confirm(visitor: Visitor, support: Support, now: datetime) -> Domain | None:
    """The domain to ask anew what the person may, where that was said too long ago and decides what is offered."""
    decides = support.rule not in {Rule.LOCKED_OUT, Rule.COMPLIANCE}
    return visitor.domain if decides and visitor.domain and not visitor.has_fresh_rights(now) else None


def _for_whom(row: Conversation, visitor: Visitor) -> dict[str, Any]:
    member = handover.for_whom(row, visitor)
    chosen = ForWhomForm.MEMBER if member else ForWhomForm.ME
    return {"written_for": chosen, "member_email": member.get("email", ""), "untold": member.get("untold", False)}

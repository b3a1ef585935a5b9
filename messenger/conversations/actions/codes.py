"""A contact address is proved: a code is asked for and typed in. Nothing else is sent there before."""

from datetime import datetime

from django.db.models import F

from accounts.models import Visitor
from messenger.access import support_of
from messenger.conversations import code_tasks, flow
from messenger.conversations.actions.handover import contact_of
from messenger.conversations.actions.moving import changing, pass_gate
from messenger.conversations.contact_codes import ContactCode
from messenger.conversations.flow import FlowRefusedError, Onward, Refusal, Stage
from messenger.models import Conversation
from web import limits
from web.actions import take
from web.network import Networks


def ask(
    *, conversation: Conversation, visitor: Visitor, email: str = "", networks: Networks = (), now: datetime
) -> Conversation:
    """Have a code sent to the contact address, which `email` changes; one that was sent before counts no more.

    Raises FlowRefusedError where no address is to be proved, TooOftenError past a limit.
    """
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        support = support_of(visitor, row.topic_kind)
        onward = flow.way_onward(support, tried_self_service=row.tried_self_service)
        if row.stage != Stage.CHAT or onward != Onward.PROVE_ADDRESS:
            raise FlowRefusedError(Refusal.WRONG_STEP)
        if email:
            row.details = {**row.details, "contact_email": email}
        _name, address = contact_of(row, visitor)
        if not address:
            raise FlowRefusedError(Refusal.NOT_ENTITLED)
        # Whoever is signed in counts by address and network, too: it is others who get these mails.
        take(limits.claims("code", visit=visitor.pk, networks=networks, address=address.lower()), now=now)
        code, _made = ContactCode.objects.get_or_create(conversation=row, defaults={"email": address, "round": 0})
        code.email, code.round = address, code.round + 1
        code.digest, code.ends_at, code.tries, code.proved_at = "", None, 0, None
        code.save()
        code_tasks.send_code.defer(code_id=code.pk, code_round=code.round)
    return row


def type_in(*, conversation: Conversation, visitor: Visitor, code: str, now: datetime) -> bool:
    """Whether this is the code. Each wrong one counts, and past the last nothing is right any more."""
    with changing(conversation, visitor, now=now) as row:
        pass_gate(visitor, row)
        sent = ContactCode.objects.select_for_update().filter(conversation=row).first()
        if sent is None:
            raise FlowRefusedError(Refusal.WRONG_STEP)
        if sent.proved_at is not None:
            return True
        if not sent.is_open(now):
            return False
        if not sent.matches(code):
            ContactCode.objects.filter(pk=sent.pk).update(tries=F("tries") + 1)
            return False
        sent.proved_at, sent.digest = now, ""
        sent.save()
    return True

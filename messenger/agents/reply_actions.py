"""Has what an agent wrote translated; what comes back stands in their draft. Nothing else writes it."""

import logging
from datetime import datetime

from django.conf.locale import LANG_INFO
from django.db import transaction
from procrastinate.contrib.django import app

from accounts.models import User
from messenger.agents import help_actions, helping, prompts
from messenger.agents.answering import language_for, unusable
from messenger.agents.models import Help
from messenger.agents.refusals import HelpRefusedError
from messenger.fin.writers.drafts import WriterUnavailableError
from tickets.models import ReplyDraft, Ticket
from tickets.replies.actions import keep_translation
from tickets.replies.translating import Translation, mark_of

TASK = "messenger.translate_reply"
logger = logging.getLogger(__name__)
_audit = logging.getLogger("audit")


@transaction.atomic
def ask(*, ticket: Ticket, staff: User, own: str, now: datetime) -> Help:
    """Have a worker translate the draft of who asks, once however often it is pressed. Raises HelpRefusedError.

    `own` is the language that they read.
    """
    if Help.Kind.REPLY not in helping.switched_on():
        raise HelpRefusedError("off")
    row = Ticket.objects.select_for_update(of=("self",), no_key=True).get(pk=ticket.pk)
    draft = ReplyDraft.objects.filter(ticket=row, author=staff).first()
    _check(row, draft)
    into = language_for(row)
    if into == own:
        raise HelpRefusedError("same_language")
    known = Help.objects.filter(ticket=row, kind=Help.Kind.REPLY, asked_by=staff).first()
    if known and known.locale == into and known.state == Help.State.WAITING and now - known.asked_at < helping.LATE:
        return known
    made = known or Help(ticket=row, kind=Help.Kind.REPLY, asked_by=staff)
    made.locale, made.asked_at, made.state, made.reason = into, now, Help.State.WAITING, ""
    made.save()
    app.configure_task(TASK).defer(key=made.pk)
    fields = {"kind": str(made.kind), "ticket": row.reference, "staff": staff.pk}
    _audit.info("agent_help: ok", extra={"event": "agent_help", "outcome": "ok", **fields})
    return made


@transaction.atomic
def stop(*, ticket: Ticket, staff: User) -> None:
    """Wait for none any more: what comes is thrown away."""
    Help.objects.filter(ticket=ticket, kind=Help.Kind.REPLY, asked_by=staff).delete()


def fulfil(*, key: int) -> None:
    """Ask the model, and put what it says beside the draft. Not in a transaction: it takes as long as the far end does.

    Whatever goes wrong, the draft's words stay as they are.
    """
    rows = Help.objects.select_related("ticket", "asked_by").filter(pk=key, kind=Help.Kind.REPLY)
    row = rows.filter(state=Help.State.WAITING).first()
    if row is None:
        return
    try:
        draft = ReplyDraft.objects.filter(ticket=row.ticket, author=row.asked_by).first()
        if Help.Kind.REPLY not in helping.switched_on():
            raise HelpRefusedError("off")
        words = _check(row.ticket, draft).body
        language = LANG_INFO.get(row.locale, {}).get("name", row.locale)
        text = help_actions.paid(row, prompts.reply(words, language)).text.strip()
        if reason := unusable(words, text, row.locale):
            raise HelpRefusedError(reason)
    except (HelpRefusedError, WriterUnavailableError) as error:
        logger.warning("No translation of a reply: %s", error)
        help_actions.end(row, Help.State.FAILED, reason=str(error.reason))
        return
    _hand_over(row, Translation(text, row.locale, mark_of(words)))


@transaction.atomic
def _hand_over(row: Help, made: Translation) -> None:
    """To the draft, as long as it is waited for: who stopped it, or asked anew, gets none of this."""
    still = Help.objects.select_for_update(of=("self",), no_key=True)
    if not still.filter(pk=row.pk, state=Help.State.WAITING, asked_at=row.asked_at).exists():
        return
    draft = ReplyDraft.objects.filter(ticket=row.ticket, author=row.asked_by).first()
    if draft is not None:
        keep_translation(draft=draft, translation=made)
    help_actions.end(row, Help.State.DONE)


def _check(ticket: Ticket, draft: ReplyDraft | None) -> ReplyDraft:
    if ticket.is_report:
        raise HelpRefusedError("report")
    if ticket.is_closed:
        raise HelpRefusedError("closed")
    if draft is None or not draft.body.strip():
        raise HelpRefusedError("empty")
    if len(draft.body) > prompts.LONGEST_TRANSLATED:
        raise HelpRefusedError("too_long")
    return draft

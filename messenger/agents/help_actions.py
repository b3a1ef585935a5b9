"""Asks a model for an agent, and keeps what it wrote. Nothing else writes it."""

import logging
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from procrastinate.contrib.django import app

from accounts.models import User
from messenger.agents import asking, helping
from messenger.agents.models import Help, HelpDay, HelpSettings
from messenger.agents.refusals import HelpRefusedError
from messenger.fin.writers.drafts import Reason, WriterUnavailableError
from tickets.models import Ticket

TASK = "messenger.help_agent"
logger = logging.getLogger(__name__)
_audit = logging.getLogger("audit")


@transaction.atomic
def ask(*, ticket: Ticket, kind: Help.Kind, staff: User, locale: str, now: datetime) -> list[Help]:
    """Have a worker ask the model, once however often it is pressed; what is asked for. Raises HelpRefusedError.

    `locale` is the agent's language; a draft is in the customer's.
    """
    if kind not in helping.switched_on():
        raise HelpRefusedError("off")
    # Who presses twice, or two at once, wait here for each other.
    row = Ticket.objects.select_for_update(of=("self",), no_key=True).get(pk=ticket.pk)
    if row.is_report:
        raise HelpRefusedError("report")
    if kind == Help.Kind.TRANSLATION:
        asked = [_fresh(row, kind, staff, locale, now, message=each.pk) for each in helping.untranslated(row, locale)]
        if not asked:
            raise HelpRefusedError("nothing")
        return asked
    if kind == Help.Kind.DRAFT and row.is_closed:
        raise HelpRefusedError("closed")
    if kind == Help.Kind.SUMMARY and not helping.is_long(helping.turns(row)):
        raise HelpRefusedError("short")
    return [_fresh(row, kind, staff, row.locale if kind == Help.Kind.DRAFT else locale, now)]


def fulfil(*, key: int) -> None:
    """Ask the model for what a row waits for. Not in a transaction: it takes as long as the far end does."""
    row = Help.objects.select_related("ticket", "message", "asked_by").filter(pk=key, state=Help.State.WAITING).first()
    if row is None or row.kind == Help.Kind.REPLY:
        return
    try:
        if row.kind not in helping.switched_on():
            raise HelpRefusedError("off")
        if row.ticket.is_report:
            raise HelpRefusedError("report")
        newest, (prompt, sources) = helping.newest_of(row.ticket), helping.prompt_of(row)
        said = paid(row, prompt)
    except (HelpRefusedError, WriterUnavailableError) as error:
        # Neither the texts nor who wrote them: logs hold no text of a person.
        logger.log(logging.ERROR if error.reason == Reason.REFUSED else logging.WARNING, "No help: %s", error)
        end(row, Help.State.FAILED, reason=str(error.reason))
        return
    end(row, Help.State.DONE, text=said.text, sources=sources, newest=newest, model=said.model)


def give_up(*, key: int) -> None:
    """What broke says so instead of being waited for."""
    Help.objects.filter(pk=key, state=Help.State.WAITING).update(state=Help.State.FAILED, reason="broken")


@transaction.atomic
def set_up(*, values: dict[str, bool | int], staff: User) -> HelpSettings:
    """What agents may ask a model for from now on; the log says who switched what."""
    HelpSettings.objects.get_or_create(pk=1)
    row = HelpSettings.objects.select_for_update().get(pk=1)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _note("agent_help_set_up", staff=staff.pk, **values)
    return row


def _fresh(
    ticket: Ticket, kind: Help.Kind, staff: User, locale: str, now: datetime, message: int | None = None
) -> Help:
    """The row for it, waiting from now on; one that waits already is left alone, unless nobody is at it any more."""
    whose = {"asked_by": staff} if kind == Help.Kind.DRAFT else {"locale": locale}
    known = Help.objects.filter(ticket=ticket, kind=kind, message=message, **whose).order_by("-pk").first()
    if known is not None and known.state == Help.State.WAITING and now - known.asked_at < helping.LATE:
        return known
    row = known or Help(ticket=ticket, kind=kind, message_id=message)
    row.asked_by, row.locale, row.asked_at = staff, locale, now
    row.state, row.reason = Help.State.WAITING, ""
    row.save()
    app.configure_task(TASK).defer(key=row.pk)
    _note("agent_help", kind=str(kind), ticket=ticket.reference, staff=staff.pk)
    return row


def paid(row: Help, prompt: asking.Prompt) -> asking.Said:
    """The model's answer within the day's budget: what it may come to is set aside first, and settled afterwards."""
    today = datetime.now(UTC).date()
    aside = prompt.most_tokens + asking.MOST_TOKENS
    _set_aside(today, aside)
    used = aside
    try:
        said = asking.ask(prompt)
        used = said.usage.tokens
    except WriterUnavailableError as error:
        used = error.usage.tokens if error.usage is not None else aside
        raise
    finally:
        HelpDay.objects.filter(day=today).update(tokens=Greatest(0, F("tokens") - aside + used))
    if not said.text:
        raise WriterUnavailableError(Reason.NOTHING_LEFT, said.usage)
    return said


@transaction.atomic
def _set_aside(day: date, tokens: int) -> None:
    HelpDay.objects.get_or_create(day=day)
    spent = HelpDay.objects.select_for_update(no_key=True).get(day=day)
    bound = HelpSettings.objects.values_list("tokens_a_day", flat=True).first() or 0
    if spent.tokens + tokens > bound:
        raise HelpRefusedError(Reason.OVER_BUDGET)
    spent.tokens, spent.asked = spent.tokens + tokens, spent.asked + 1
    spent.save()


def end(row: Help, state: Help.State, **values: object) -> None:
    """As long as it still waits for this answer: whoever asked anew waits for another."""
    waiting = Help.objects.filter(pk=row.pk, state=Help.State.WAITING, asked_at=row.asked_at)
    waiting.update(**{"state": state, "text": "", "sources": [], **values})


def _note(event: str, **fields: object) -> None:
    """By numbers and references alone: logs name nobody."""
    _audit.info("%s: ok", event, extra={"event": event, "outcome": "ok", **fields})

"""A written answer from beginning to end: is there a writer, what may it cost, what does it say, what is believed."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from messenger.fin.writers import actions, prompts
from messenger.fin.writers.budget import Budget, Prices, worst
from messenger.fin.writers.checking import Checked, check
from messenger.fin.writers.drafts import Draft, Reason, Source, Writer, WriterUnavailableError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer that may be shown, the draft that it came from, and what was taken out of it."""

    draft: Draft
    checked: Checked

    @property
    def text(self) -> str:
        return self.checked.text


def configured_writer(seconds_left: float | None = None) -> Writer | None:
    """The writer of the settings; None without a model, or where the writer lacks a key of its own: then Fin quotes.

    By its name, as its library takes long to load and most processes never write.
    """
    if not settings.FIN_MODEL:
        return None
    writer: Writer | None = import_string(settings.FIN_WRITER)(seconds_left)
    return writer


def configured_budget() -> Budget:
    """What answers may cost by the settings."""
    prices = Prices(**settings.FIN_PRICES) if settings.FIN_PRICES else None
    return Budget(prices=prices, **settings.FIN_BUDGET)


def compose(
    writer: Writer,
    question: str,
    before: Sequence[str],
    sources: Sequence[Source],
    locale: str,
    *,
    customer: object = None,
    visit: object = None,
    on_growth: Callable[[str], None] = lambda _text: None,
) -> Composed:
    """An answer in `locale` that the sources stand behind, paid for by the budgets.

    Not inside a transaction, please: it takes as long as the far end does. Raises WriterUnavailableError whenever there
    is none to show; then the quoting answer is given.
    """
    budget, model = configured_budget(), settings.FIN_MODEL
    sources = sources[: prompts.MOST_SOURCES]
    reserved = actions.reserve(
        model=model,
        worst=worst(question, before, sources, settings.FIN_MAX_TOKENS),
        budget=budget,
        now=timezone.now(),
        customer=customer,
        visit=visit,
    )
    try:
        draft = writer.write(question, before, sources, locale, on_growth)
    except WriterUnavailableError as error:
        actions.settle(reserved, usage=error.usage, budget=budget, answered=False)
        # Neither the question nor the answer: logs hold no text of a person.
        logger.log(logging.ERROR if error.reason == Reason.REFUSED else logging.WARNING, "No written answer: %s", error)
        raise
    except BaseException:
        actions.settle(reserved, usage=None, budget=budget, answered=False)
        raise
    checked = check(draft, sources, rules=prompts.RULES, site=settings.SITE_URL)
    actions.settle(reserved, usage=draft.usage, budget=budget, answered=bool(checked.sentences))
    if not checked.sentences:
        raise WriterUnavailableError(Reason.NOTHING_LEFT, draft.usage)
    return Composed(draft, checked)

"""The answer in a model's words, where the operator has one: from what was found, under checks, within budgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from messenger.conversations.models import Conversation
from messenger.fin.answering import Answer, Question
from messenger.fin.deciding import Decision
from messenger.fin.writers.composing import compose, configured_budget, configured_writer
from messenger.fin.writers.drafts import Source, Usage, WriterUnavailableError

# Where a decision leads to quotes, they may be said in a few sentences instead; all else stays Fin's own.
_WRITTEN = {Decision.QUOTE, Decision.CLARIFY}


@dataclass(frozen=True, slots=True)
class Written:
    """The answer as it is given, the model that wrote it, and what that cost.

    `model` is "" where it quotes; `unwritten` then says why, if a model was asked. `cited` are the places among what
    was found that the model's sentences stand on. `micros` are millionths of the prices' currency, None where that
    can't be said.
    """

    answer: Answer
    model: str = ""
    unwritten: str = ""
    cited: tuple[int, ...] = ()
    tokens: int = 0
    micros: int | None = None


def written(
    question: Question, quoting: Answer, conversation: Conversation, on_growth: Callable[[str], None]
) -> Written:
    """The answer in a model's words; the quoting one where there is no model, or it came to nothing.

    Not inside a transaction: it takes as long as the far end does.
    """
    writer = configured_writer() if quoting.decided.decision in _WRITTEN else None
    if writer is None:
        return Written(quoting)
    sources = [
        Source(
            id=at,
            title=each.passage.title,
            heading=each.passage.heading,
            path=each.passage.path,
            locale=each.passage.locale,
            version=str(each.quote.version),
            text=each.quote.text or each.passage.text,
        )
        for at, each in enumerate(quoting.found)
    ]
    visit, customer = conversation.visitor_id, conversation.customer_id
    try:
        composed = compose(
            writer,
            question.text,
            question.before,
            sources,
            quoting.locale,
            customer=customer,
            visit=None if customer else visit,
            on_growth=on_growth,
        )
    except WriterUnavailableError as error:
        spent = error.usage
        return Written(quoting, unwritten=error.reason, tokens=spent.tokens if spent else 0, micros=_micros(spent))
    used = tuple(sorted({source for sentence in composed.checked.sentences for source in sentence.sources}))
    cited = [quoting.cited(at) for at in used]
    spent = composed.draft.usage
    return Written(
        replace(quoting, text=composed.text, citations=cited or quoting.citations),
        model=composed.draft.model,
        cited=used,
        tokens=spent.tokens,
        micros=_micros(spent),
    )


def _micros(spent: Usage | None) -> int | None:
    budget = configured_budget()
    return budget.units(spent) if spent is not None and budget.prices is not None else None

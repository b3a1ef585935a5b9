"""The answer in a model's words, where the operator has one: from what was found, under checks, within budgets."""

from collections.abc import Callable
from dataclasses import replace

from messenger.conversations.models import Conversation
from messenger.fin.answering import Answer, Question
from messenger.fin.deciding import Decision
from messenger.fin.writers.composing import compose, configured_writer
from messenger.fin.writers.drafts import Source, WriterUnavailableError

# Where a decision leads to quotes, they may be said in a few sentences instead; all else stays Fin's own.
_WRITTEN = {Decision.QUOTE, Decision.CLARIFY}


def written(
    question: Question, quoting: Answer, conversation: Conversation, on_growth: Callable[[str], None]
) -> tuple[Answer, str]:
    """The answer and the model that wrote it; the quoting answer and "" where there is none, or it came to nothing.

    Not inside a transaction: it takes as long as the far end does.
    """
    writer = configured_writer() if quoting.decided.decision in _WRITTEN else None
    if writer is None:
        return quoting, ""
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
    except WriterUnavailableError:
        return quoting, ""
    used = {source for sentence in composed.checked.sentences for source in sentence.sources}
    cited = [quoting.cited(at) for at in sorted(used)]
    return replace(quoting, text=composed.text, citations=cited or quoting.citations), composed.draft.model

"""Where there is a model, the answer grows in its words; where it comes to nothing, Fin quotes."""

import pytest

from messenger.fin import actions as fin_actions
from messenger.fin.writers.drafts import Draft, Reason, Sentence, WriterUnavailableError
from messenger.models import FinAnswer, Message
from tests import cast
from tests.messenger.steps import at, chatting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
GROWN: list[str] = []


class Writer:
    """Says the first sentence of the first source in its words; notes what those who wait would see."""

    def write(self, question, before, sources, locale, on_growth):
        first = sources[0]
        quote = first.text.split("\n")[0].split(". ")[0]
        on_growth("Half of it")
        GROWN.append(Message.objects.get(state="pending").text)
        return Draft((Sentence(quote, (first.id,), (quote,)),), "made-up-model", input_tokens=10, output_tokens=5)


class Broken(Writer):
    def write(self, *given):
        raise WriterUnavailableError(Reason.OVERLOADED)


def working(_seconds):
    return Writer()


def broken(_seconds):
    return Broken()


@pytest.fixture
def configured(settings):
    def configure(name: str) -> None:
        settings.FIN_MODEL, settings.FIN_WRITER = "made-up-model", f"{__name__}.{name}"

    return configure


def test_a_written_answer_grows_and_names_what_it_came_from(pro: cast.Browser, configured) -> None:
    configured("working")
    row = chatting(pro, text="How do I cancel my subscription?")
    said = row.messages.get(author="fin")
    assert GROWN[-1:] == ["Half of it"]
    assert said.text
    assert said.text != "Half of it"
    assert [(each["number"], each["quote"]) for each in said.citations] == [(9018020, "")]
    kept = FinAnswer.objects.get()
    assert (kept.model, kept.tokens, kept.micros, kept.unwritten) == ("made-up-model", 15, None, "")
    page = pro.get(at(row)).content.decode()
    assert 'href="/en/messenger/articles/9018020' in page
    assert "<blockquote" not in page


def test_a_model_that_fails_is_not_noticed(pro: cast.Browser, configured) -> None:
    configured("broken")
    row = chatting(pro, text="How do I cancel my subscription?")
    said = row.messages.get(author="fin")
    assert said.citations[0]["html"]
    assert FinAnswer.objects.get().model == ""


def test_what_an_answer_cost_is_kept_by_the_prices_of_then(pro: cast.Browser, configured, settings) -> None:
    configured("working")
    settings.FIN_PRICES = {"input": 3, "cached": 0, "cache_write": 0, "output": 15}
    chatting(pro, text="How do I cancel my subscription?")
    assert FinAnswer.objects.get().micros == 10 * 3 + 5 * 15


def test_the_log_says_why_a_model_wrote_nothing(pro: cast.Browser, configured) -> None:
    configured("broken")
    chatting(pro, text="How do I cancel my subscription?")
    kept = FinAnswer.objects.get()
    assert (kept.unwritten, kept.tokens, kept.micros, kept.articles) == ("overloaded", 0, None, [9018020])


def test_what_is_no_question_of_articles_is_never_written_by_a_model(pro: cast.Browser, configured) -> None:
    configured("working")
    GROWN.clear()
    chatting(pro, text="I want to talk to a human")
    assert GROWN == []
    assert FinAnswer.objects.get().decision == "onward"


def test_who_waits_reads_what_is_there(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    fin_actions._grow(row.messages.get(state="pending").pk, "So far <b>this</b>")
    page = pro.get(at(row)).content.decode()
    assert "So far &lt;b&gt;this&lt;/b&gt;" in page
    assert "data-pending" in page

"""The playground: what Fin would answer somebody, and each step on the way. Nothing is sent, stored or counted."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.entitlements import TopicKind
from messenger.access import Asker
from messenger.fin import why
from messenger.fin.answering import Answer, answer
from messenger.fin.asking import posed
from messenger.fin.models import FinAnswer
from messenger.topics.see_as_forms import SeeAsForm
from tickets.desk.site import page_context, staff_page


class PlaygroundForm(SeeAsForm):
    """Who asks, as for “See it as…”, and what."""

    question = forms.CharField(label=_("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    before = forms.CharField(
        label=_("Asked before"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ("question", "before")


@require_safe
@staff_page("messenger.view_finanswer")
def playground(request: HttpRequest) -> HttpResponse:
    """The form, and below it the answer when something was asked."""
    asked = "question" in request.GET
    form = PlaygroundForm(request.GET if asked else None, initial={"locale": get_language()})
    context: dict[str, Any] = {"form": form}
    if asked and form.is_valid():
        context |= _answered(form)
    page = page_context(request, title=_("Playground"), **context)
    return TemplateResponse(request, "admin/messenger/playground.html", page)


def _answered(form: PlaygroundForm) -> dict[str, Any]:
    person, chosen = form.person(), form.cleaned_data
    domain = person.domain.as_value() if person.domain else None
    who = Asker(person.identity(), domain) if domain else Asker()
    topic = chosen["topic"]
    given = answer(
        posed(
            chosen["question"],
            chosen["locale"],
            support=who.support(topic.entitled_kind if topic else TopicKind.GENERAL),
            identity=who.identity,
            before=tuple(line for line in chosen["before"].splitlines() if line.strip()),
            topic=topic,
        )
    )
    return {
        "answer": given,
        "decision": FinAnswer.DecisionName(given.decided.decision).label,
        "because": why.because(given.decided.decision, given.decided.intent),
        "understood": [str(why.INTENTS.get(intent, intent)) for intent in given.intents],
        "rows": _rows(given),
    }


def _rows(given: Answer) -> list[dict[str, Any]]:
    """What was found, as the page shows it."""
    return [
        {
            "score": each.score,
            "passage": each.passage,
            "version": each.quote.version,
            "quoted": at in given.decided.quoted,
            "offered": at in given.decided.offered,
        }
        for at, each in enumerate(given.found)
    ]

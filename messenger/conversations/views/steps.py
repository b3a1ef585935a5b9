"""The steps before the first answer: consent, topic, details."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Visitor
from messenger.access import topics_for
from messenger.conversations import actions
from messenger.conversations.flow import FlowRefusedError, Refusal, Stage
from messenger.conversations.forms import DetailsForm, TopicForm
from messenger.conversations.screens import show_stage
from messenger.conversations.views.own import onward, verb
from messenger.models import Conversation
from web.network import networks_of


@verb
def agree(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Consent to what happens with the text."""
    locale = get_language() or row.locale
    return onward(actions.agree(conversation=row, visitor=visitor, locale=locale, now=timezone.now()))


@verb
def choose_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Pick the topic."""
    form = TopicForm(request.POST)
    topic = topics_for(visitor).filter(slug=form.cleaned_data["topic"]).first() if form.is_valid() else None
    if topic is None:
        return show_stage(request, visitor, row, status=422, refusal=Refusal.TOPIC_NOT_YOURS)
    return onward(actions.choose_topic(conversation=row, visitor=visitor, topic=topic, now=timezone.now()))


@verb
def change_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Back to the picker, with what stands in the details."""
    if row.topic is None or row.stage != Stage.DETAILS or "text" not in request.POST:
        return onward(actions.change_topic(conversation=row, visitor=visitor, now=timezone.now()))
    form = DetailsForm(request.POST, topic=row.topic)
    if not form.keepable():
        return show_stage(request, visitor, row, status=422, form=form)
    return onward(actions.change_topic(conversation=row, visitor=visitor, now=timezone.now(), **_draft(form)))


def _draft(form: DetailsForm) -> dict[str, Any]:
    return {"text": form.cleaned_data.get("text", ""), "typed": form.typed()}


@verb
def give_details(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Send the first message with the topic's details."""
    if row.topic is None or row.stage != Stage.DETAILS:
        raise FlowRefusedError(Refusal.WRONG_STEP)
    form = DetailsForm(request.POST, topic=row.topic)
    if not form.is_valid():
        if form.keepable():
            actions.keep_details(conversation=row, visitor=visitor, now=timezone.now(), **_draft(form))
        return show_stage(request, visitor, row, status=422, form=form)
    return onward(
        actions.give_details(
            conversation=row,
            visitor=visitor,
            text=form.cleaned_data["text"],
            rows=form.rows(),
            networks=networks_of(request),
            now=timezone.now(),
        )
    )

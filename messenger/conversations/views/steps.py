"""The steps before the first answer: consent, topic, details."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Visitor
from messenger.access import topic_for
from messenger.conversations import actions
from messenger.conversations.flow import FlowRefusedError, Refusal, Stage
from messenger.conversations.forms import DetailsForm, KeptForm, TopicForm
from messenger.conversations.screens import show_stage
from messenger.conversations.views.filing import taken
from messenger.conversations.views.own import onward, verb
from messenger.models import Conversation
from web.network import networks_of
from web.submissions import submission_of
from web.uploads import takes_files
from web.zones import zone_of


@verb
def agree(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Consent to what happens with the text."""
    said = {"locale": get_language() or row.locale, "shown": request.POST.get("version", "")}
    return _further(request, visitor, actions.agree(conversation=row, visitor=visitor, now=timezone.now(), **said))


@verb
def choose_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Pick the topic; where it asks for nothing more, what was typed is sent."""
    form = TopicForm(request.POST)
    topic = topic_for(visitor, form.cleaned_data["topic"]) if form.is_valid() else None
    if topic is None:
        return show_stage(request, visitor, row, status=422, refusal=Refusal.TOPIC_NOT_YOURS)
    chosen = actions.choose_topic(conversation=row, visitor=visitor, topic=topic, now=timezone.now())
    return _further(request, visitor, chosen)


def _further(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Past every step that needs nothing of the person, to the one that does."""
    networks = networks_of(request)
    return onward(actions.go_on(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


@takes_files
@verb
def change_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Back to the picker, with what stands in the details."""
    form = KeptForm(request.POST)
    form.refused_files = taken(request, visitor, row)
    if not form.is_valid() or form.refused_files:
        typed = DetailsForm(request.POST, topic=row.topic, visitor=visitor) if row.topic else form
        typed.refused_files = form.refused_files
        return show_stage(request, visitor, row, status=422, form=typed)
    return onward(actions.change_topic(conversation=row, visitor=visitor, now=timezone.now(), **form.draft()))


@takes_files
@verb
def give_details(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Send the first message with the topic's details."""
    submission = submission_of(request.POST)
    if actions.was_sent(row, submission):
        return onward(row)
    if row.topic is None or row.stage != Stage.DETAILS:
        raise FlowRefusedError(Refusal.WRONG_STEP)
    form = DetailsForm(request.POST, topic=row.topic, visitor=visitor)
    form.refused_files = taken(request, visitor, row)
    if not form.is_valid() or form.refused_files:
        kept = KeptForm(request.POST)
        if kept.is_valid():
            actions.keep_unsent(conversation=row, visitor=visitor, now=timezone.now(), **kept.draft())
        return show_stage(request, visitor, row, status=422, form=form)
    return onward(
        actions.give_details(
            conversation=row,
            visitor=visitor,
            text=form.cleaned_data["text"],
            rows=form.rows(),
            zone=zone_of(request.POST),
            submission=submission,
            networks=networks_of(request),
            now=timezone.now(),
        )
    )

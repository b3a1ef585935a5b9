"""See it as somebody: which rule, which topics, and the very screens. Answers GET alone; nobody becomes anybody."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.entitlements import TopicKind
from messenger.access import asker
from messenger.naming import reason_of
from messenger.pages import rendered
from messenger.topics.see_as_forms import SeeAsForm
from messenger.topics.seeing import channels, screens, seen_topics
from tickets import labels
from tickets.desk.site import page_context, staff_page

TITLES = {
    "home": _("Home"),
    "gate": _("Log in at the new address"),
    "consent": _("Before anything is sent"),
    "topic": _("The picker"),
    "steps": _("Steps before Fin"),
    "details": _("Details"),
    "chat": _("When Fin's answer didn't help"),
    "reach": _("What support can I get?"),
}
CHANNELS = {
    "docs": _("Help articles"),
    "search": _("Search"),
    "fin": _("AI support bot Fin"),
    "human": _("Product Support team, by email"),
    "enterprise_form": _("Enterprise support form"),
    "on_behalf": _("Writing on a member's behalf"),
    "ask_owner": _("Asking an owner or admin"),
    "compliance": _("Legal contacts and reports"),
}
LEFT_OUT = {
    "not_logged_in": _("only for people who are logged in"),
    "product": _("about another product"),
    "plan": _("not for this plan"),
    "role": _("not for this role"),
}
NEEDS = {
    "sign_in": _("after logging in"),
    "successor_sign_in": _("after logging in at the new address"),
    "proof": _("after a proof"),
    "self_service_first": _("after the self-service steps"),
    "ask_owner": _("through an owner"),
    "ask_admin": _("through a Console admin"),
    "not_in_plan": _("not in this plan"),
}
# Where a screen leads and what it sends: shown, it leads nowhere and sends nothing.
_LEADS = re.compile(r'(<(?:a|form|button)\b[^>]*?)\s(?:href|action|formaction)="[^"]*"')
_MOVES = re.compile(r"<script\b.*?</script>|\sautofocus(?=[\s>])", re.DOTALL)


@require_safe
@staff_page("tickets.view_topic")
def see_as(request: HttpRequest) -> HttpResponse:
    """The rule, the topics and the screens of whoever was chosen."""
    form = SeeAsForm(request.GET if "locale" in request.GET else None, initial={"locale": get_language()})
    context = page_context(request, title=_("See it as…"), form=form)
    if form.is_valid():
        context |= _answer(request, form)
    return TemplateResponse(request, "admin/tickets/topic/see_as.html", context)


def _answer(request: HttpRequest, form: SeeAsForm) -> dict[str, object]:
    person, topic = form.person(), form.cleaned_data["topic"]
    support = asker(person.as_visitor()).support(topic.entitled_kind if topic else TopicKind.GENERAL)
    with override(form.cleaned_data["locale"]):
        topics, reason = seen_topics(person), reason_of(support)
        told = [(each, each.topic.label(), str(each.reason)) for each in topics]
    query = request.GET.urlencode()
    return {
        "person": person,
        "support": support,
        "rule": labels.RULES[support.rule],
        "reason": reason,
        "read_in": form.cleaned_data["locale"],
        "channels": [(CHANNELS[name], each.open, NEEDS.get(each.need, "")) for name, each in channels(support)],
        "topics": [
            (label, LEFT_OUT.get(each.left_out or "", ""), labels.RULES[each.rule], said, each)
            for each, label, said in told
        ],
        "screens": [(TITLES[name], f"screen/{name}/?{query}") for name in screens(person, topic)],
    }


@require_safe
@staff_page("tickets.view_topic")
@xframe_options_sameorigin
def see_as_screen(request: HttpRequest, name: str) -> HttpResponse:
    """One screen as this person gets it, without scripts; its links, forms and buttons lead nowhere."""
    form = SeeAsForm(request.GET)
    if not form.is_valid():
        raise Http404
    with override(form.cleaned_data["locale"]):
        found = screens(form.person(), form.cleaned_data["topic"]).get(name)
        if found is None:
            raise Http404
        page = rendered(request, name, {**found(), "mode": "panel", "LANGUAGE_CODE": get_language()})
    html = _MOVES.sub("", page.content.decode())
    return HttpResponse(_LEADS.sub(r"\1", html), headers={"Cache-Control": "no-store"})

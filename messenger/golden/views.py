"""Pages of golden questions besides the list and the form: a run and what came of it, and lines to import."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from messenger.golden import actions
from messenger.golden.forms import ImportForm
from messenger.golden.models import GoldenQuestion, GoldenRun
from messenger.golden.words import did_words
from tickets.desk.site import page_context, staff_page

_LIST = "admin:messenger_goldenquestion_changelist"
# Seconds between two looks at a run that goes on.
_AGAIN = 3


@require_POST
@staff_page("messenger.change_goldenquestion")
def run_all(request: HttpRequest) -> HttpResponse:
    """Has all of them asked, and leads to what comes of it."""
    by = request.user if isinstance(request.user, User) else None
    run = actions.start_run(rows=GoldenQuestion.objects.all(), by=by)
    return HttpResponseRedirect(reverse("admin:messenger_goldenrun", args=[run.pk]))


@require_safe
@staff_page("messenger.view_goldenquestion")
def run_page(request: HttpRequest, key: int) -> HttpResponse:
    """A run: how far it is, and each question that wasn't answered rightly; it looks again until the end."""
    run = get_object_or_404(GoldenRun, pk=key)
    rows = [{**each, "words": did_words(each["did"])} for each in run.results]
    wrong = [each for each in rows if not each["right"]]
    context: dict[str, Any] = {
        "run": run,
        "asked": len(rows),
        "all": len(rows) + len(run.waiting),
        "right": len(rows) - len(wrong),
        "newly_wrong": [each for each in wrong if each["before"]],
        "wrong": [each for each in wrong if not each["before"]],
        "newly_right": [each for each in rows if each["right"] and each["before"] is False],
    }
    page = page_context(request, title=_("Run over golden questions"), **context)
    response = TemplateResponse(request, "admin/messenger/goldenrun.html", page)
    if run.finished_at is None:
        response.headers["Refresh"] = str(_AGAIN)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("messenger.add_goldenquestion")
def import_page(request: HttpRequest) -> HttpResponse:
    """Lines of JSON in a form; what is wrong with them stands above it, by line."""
    form = ImportForm(request.POST if request.method == "POST" else None)
    bad: list[Any] = []
    if form.is_bound and form.is_valid():
        try:
            made, changed = actions.import_questions(text=form.cleaned_data["lines"])
        except actions.ImportRefusedError as refused:
            bad = list(refused.lines)
        else:
            words = gettext("%(made)s questions were added, %(changed)s changed.")
            messages.success(request, words % {"made": made, "changed": changed})
            return HttpResponseRedirect(reverse(_LIST))
    page = page_context(request, title=_("Import golden questions"), form=form, bad=bad)
    status = 422 if bad or form.errors else 200
    return TemplateResponse(request, "admin/messenger/golden_import.html", page, status=status)

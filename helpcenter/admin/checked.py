"""What a check says before something is published or taken off, as the admin shows it. It never forbids."""

from collections.abc import Sequence
from copy import copy

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext

from helpcenter import publication_checks
from helpcenter.actions.rehearsing import Change
from helpcenter.forms import TranslationForm
from helpcenter.models import Translation
from helpcenter.publication_checks import MOST_CHANGES, Report, Trouble


def trouble_of(report: Report | None) -> str:
    """Why a report says less than it might, "" where it says all."""
    if report is None or report.trouble == Trouble.NONE:
        return ""
    if report.trouble == Trouble.TIME:
        words = gettext("The time was up. Golden questions that were asked: %(asked)s.")
        return words % {"asked": report.asked}
    if report.trouble == Trouble.TOO_MANY:
        words = gettext("More than %(count)s at once aren't checked against golden questions.")
        return words % {"count": MOST_CHANGES}
    return gettext("The golden questions couldn't be asked this time.")


def tell_of(request: HttpRequest, report: Report | None) -> None:
    """In a line, after something was published without anything to show."""
    if report is None:
        return
    if trouble := trouble_of(report):
        messages.warning(request, trouble)
    elif report.asked and not report.worse:
        count = report.asked
        words = ngettext(
            "%(count)d golden question was asked: none is answered worse.",
            "%(count)d golden questions were asked: none is answered worse.",
            count,
        )
        messages.info(request, words % {"count": count})


def some(rows: QuerySet[Translation]) -> QuerySet[Translation]:
    """So many of the rows as show whether they are too many to be checked."""
    return rows.select_related("article")[: MOST_CHANGES + 1]


def as_shipped(translation: Translation) -> Translation:
    """The translation as the shipped text that waits for it would make it; nothing is saved."""
    draft = copy(translation)
    for name in TranslationForm.SHIPPED:
        setattr(draft, name, getattr(translation.shipped_text, name))
    return draft


def held_back(
    table: admin.ModelAdmin[Translation], request: HttpRequest, rows: QuerySet[Translation], changes: Sequence[Change]
) -> HttpResponse | None:
    """A page that says what an action breaks, before it is done; None where it breaks nothing, or is meant."""
    if "anyway" in request.POST:
        return None
    report = publication_checks.look_at(changes)
    if report is None or not report.worse:
        tell_of(request, report)
        return None
    context = {
        **table.admin_site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": gettext("Golden questions that would be answered worse"),
        "opts": table.opts,
        "report": report,
        "changes": changes,
        # The same request once more, for who means it.
        "again": [
            (name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
        ],
        "chosen": helpers.ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
        "trouble": trouble_of(report),
    }
    return TemplateResponse(request, "admin/helpcenter/held_back.html", context, status=409)

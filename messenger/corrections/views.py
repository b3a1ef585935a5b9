"""Pages of the admin: the corrections, and for each who was shown the old sentences and how to tell them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpcenter.models import Correction
from helpcenter.models.articles import LONG_COLUMNS
from messenger.corrections.reading import Overtaken
from tickets.desk.site import page_context, staff_page
from tickets.models import Ticket
from web.lists import AFTER, shown_count

_MOST = 100
_ROWS = Correction.objects.select_related("translation__article", "staff").defer(
    *(f"translation__{name}" for name in LONG_COLUMNS)
)


@require_safe
@staff_page("messenger.view_finanswer")
def corrections(request: HttpRequest) -> HttpResponse:
    """The newest corrections of all articles."""
    page = page_context(request, title=_("Corrections"), rows=_ROWS.defer("text")[:_MOST])
    return TemplateResponse(request, "admin/messenger/corrections.html", page)


@require_safe
@staff_page("messenger.view_finanswer")
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was shown what this one put right."""
    row = get_object_or_404(_ROWS, pk=pk)
    overtaken = Overtaken(row)
    after = request.GET.get(AFTER, "")
    key = int(after) if after.isdecimal() and len(after) < 19 else 0
    page = page_context(
        request,
        title=_("Who was shown the old text"),
        correction=row,
        text=row.translation,
        count=shown_count(overtaken.count()),
        page=overtaken.page(Ticket.objects.visible_to(request.user), after=key),
        is_first=not key,
        others=[each for each in row.translation.article.translations.without_text() if each.pk != row.translation_id],
    )
    return TemplateResponse(request, "admin/messenger/correction.html", page)

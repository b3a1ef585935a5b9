"""Content gaps in the admin: what to write about next, and what to put aside."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from messenger.gaps import reading, views
from messenger.gaps.models import Gap
from tickets.desk.site import page_context

_PAGE = 25
_STATES = {"open": _("Open"), "written": _("Written"), "dismissed": _("Not for us")}


@admin.register(Gap)
class GapAdmin(admin.ModelAdmin[Gap]):
    """A list of its own, as each gap is many questions; staff decide, nobody edits."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("gather/", views.gather, name="messenger_gap_gather"),
            path("ticket/<str:reference>/", views.write_from_ticket, name="messenger_gap_ticket"),
            path("teach/<int:pk>/", views.teach, name="messenger_gap_teach"),
            path("<int:pk>/write/", views.write, name="messenger_gap_write"),
            path("<int:pk>/dismiss/", views.dismiss, name="messenger_gap_dismiss"),
            path("<int:pk>/restore/", views.restore, name="messenger_gap_restore"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        state = request.GET.get("state", "")
        state = state if state in _STATES else "open"
        # People ask in languages that the site doesn't have.
        languages = reading.languages()
        locale = request.GET.get("locale", "")
        locale = locale if locale in dict(languages) else ""
        rows = getattr(Gap.objects, state)()
        rows = rows.filter(locales__contains=[locale]) if locale else rows
        newest = request.GET.get("order") == "newest"
        page = Paginator(reading.with_questions(rows.order_by("-last_at", "-pk") if newest else rows), _PAGE).get_page(
            request.GET.get("p")
        )
        latest = Gap.objects.order_by("-gathered_at").values_list("gathered_at", flat=True).first()
        context = page_context(
            request,
            title=_("Content gaps"),
            opts=self.opts,
            state=state,
            states=[(name, words, getattr(Gap.objects, name)().count()) for name, words in _STATES.items()],
            locale=locale,
            languages=languages,
            newest=newest,
            page=page,
            rows=reading.shown(page, get_language() or settings.LANGUAGE_CODE),
            gathered_at=latest,
            **(extra_context or {}),
        )
        return TemplateResponse(request, "admin/messenger/gaps.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All questions of one, with the answers that they were given."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
        row = get_object_or_404(reading.with_questions(Gap.objects.all(), reading.MOST_SHOWN), pk=key)
        found = reading.shown([row], get_language() or settings.LANGUAGE_CODE)
        context = page_context(
            request, title=_("Content gap"), opts=self.opts, row=found[0] if found else None, gap=row
        )
        return TemplateResponse(request, "admin/messenger/gap.html", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Gap | None = None) -> bool:
        return False

"""What people search for, as a report: most asked, without a result, without a click."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from helpcenter.models import SearchedPhrase

_PERIODS = (7, 28, 90, 365)
_MOST = 50


@admin.register(SearchedPhrase)
class SearchedPhraseAdmin(admin.ModelAdmin[SearchedPhrase]):
    """The sums of a period; there are no rows to open."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("days", "")
        days = int(asked) if asked in map(str, _PERIODS) else 28
        locale = request.GET.get("locale", "")
        locale = locale if locale in dict(settings.LANGUAGES) else ""
        rows = SearchedPhrase.objects.since(timezone.now().date() - timedelta(days=days), locale)
        context = {
            **self.admin_site.each_context(request),
            **(extra_context or {}),
            "opts": self.opts,
            "title": capfirst(str(self.opts.verbose_name_plural)),
            "days": days,
            "periods": _PERIODS,
            "locale": locale,
            "languages": settings.LANGUAGES,
            "may_add_synonyms": request.user.has_perm("helpcenter.add_synonymgroup"),
            "tables": [
                (_("Most asked"), rows.most_asked(_MOST), False),
                (_("Without a result"), rows.without_result(_MOST), True),
                (_("With results that nobody opened"), rows.without_click(_MOST), True),
            ],
        }
        return TemplateResponse(request, "admin/helpcenter/searches.html", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchedPhrase | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SearchedPhrase | None = None) -> bool:
        return False

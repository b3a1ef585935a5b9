"""Ratings in the admin, to be read: what people said of our help, newest first."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tickets.models import Rating
from web.lists import CappedPaginator
from web.masked_words import in_words
from web.read_only import ReadOnlyRows


@admin.register(Rating)
class RatingAdmin(ReadOnlyRows, admin.ModelAdmin[Rating]):
    list_display = ("about", "rating", "what_they_add", "who", "rated_at")
    list_display_links = None
    list_filter = ("score", "rated_at")
    list_select_related = ("ticket", "agent")
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-rated_at", "-id")
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        return Rating.objects.visible_to(request.user).given()

    @admin.display(description=_("ticket"))
    def about(self, row: Rating) -> SafeString:
        address = reverse("admin:tickets_ticket_change", args=[row.ticket.reference])
        return format_html('<a href="{}">{}</a>', address, row.ticket)

    @admin.display(description=_("rating"))
    def rating(self, row: Rating) -> SafeString:
        tone = "solved" if row.score == Rating.Score.GOOD else "failed"
        return format_html('<span class="chip" data-tone="{}">{}</span>', tone, row.get_score_display())

    @admin.display(description=_("comment"))
    def what_they_add(self, row: Rating) -> str:
        return in_words(row.comment)

    @admin.display(description=_("assignee"))
    def who(self, row: Rating) -> str:
        return row.agent.get_full_name() or row.agent.get_username() if row.agent else "–"

"""Conversations in the admin: staff read them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from messenger.conversations.finding import find_conversations
from messenger.conversations.models import Conversation, Message
from web.lists import CappedPaginator, KeysetList


class MessageInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Message
    extra = 0
    can_delete = False
    readonly_fields = ["author", "text", "state", "created_at"]
    fields = ["author", "text", "state", "created_at"]

    def has_add_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Conversations, to read. They change only through the messenger."""

    list_display = ["reference", "stage", "topic", "customer", "locale", "ticket", "updated_at"]
    list_filter = ["stage", "topic", "locale"]
    list_select_related = ["topic", "customer", "ticket"]
    # The words go to messenger.conversations.finding; naming a field here makes the box appear.
    search_fields = ["reference"]
    ordering = ["-pk"]
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    inlines = [MessageInline]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        return queryset.filter(pk__in=find_conversations(search_term)) if search_term.strip() else queryset, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False

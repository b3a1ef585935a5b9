"""Conversations in the admin: staff read them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from messenger.conversations.finding import find_conversations
from messenger.conversations.models import Conversation, Message
from tickets.desk.filters import LanguageFilter
from tickets.models import Topic
from web.lists import CappedPaginator, KeysetList


class MessageInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Message
    extra = 0
    can_delete = False
    readonly_fields = ["author", "text", "state", "created_at"]
    fields = ["author", "text", "state", "created_at"]

    def has_add_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False


class TopicFilter(admin.SimpleListFilter):
    """By topic; their names come with them, not one by one."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(topic.pk), topic.label()) for topic in Topic.objects.prefetch_related("texts")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {value for value, _words in self.lookup_choices}
        return queryset.filter(topic=int(self.value() or 0)) if self.value() in known else queryset


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Conversations, to read. They change only through the messenger."""

    list_display = ["reference", "stage", "topic", "customer", "locale", "ticket", "updated_at"]
    list_filter = ["stage", TopicFilter, LanguageFilter]
    list_select_related = ["topic", "customer", "ticket"]
    # The words go to messenger.conversations.finding; naming a field here makes the box appear.
    search_fields = ["reference"]
    ordering = ["-pk"]
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    inlines = [MessageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        # A topic's name is a row of its own in each language.
        return super().get_queryset(request).prefetch_related("topic__texts")

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

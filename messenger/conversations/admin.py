"""Conversations in the admin: staff read them."""

from django.contrib import admin
from django.http import HttpRequest

from messenger.conversations.models import Conversation, Message


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
    search_fields = ["reference", "ticket__reference", "text", "customer__email"]
    inlines = [MessageInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False

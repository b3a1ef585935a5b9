"""The messenger in the admin: staff edit topics and their words, and read conversations."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from messenger.models import Conversation, FieldText, Message, Topic, TopicField, TopicText


class TopicTextInline(admin.TabularInline):  # type: ignore[type-arg]
    model = TopicText
    extra = 0


class TopicFieldInline(admin.TabularInline):  # type: ignore[type-arg]
    model = TopicField
    extra = 0
    show_change_link = True


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What people may write about."""

    list_display = ["label_shown", "slug", "kind", "product", "order", "active"]
    list_editable = ["order", "active"]
    list_filter = ["kind", "product", "active"]
    inlines = [TopicTextInline, TopicFieldInline]

    @admin.display(description=_("label"))
    def label_shown(self, topic: Topic) -> str:
        return topic.label()


class FieldTextInline(admin.StackedInline):  # type: ignore[type-arg]
    model = FieldText
    extra = 0


@admin.register(TopicField)
class TopicFieldAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What a topic asks for."""

    list_display = ["__str__", "kind", "required", "proof"]
    list_filter = ["topic"]
    inlines = [FieldTextInline]


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

    list_display = ["reference", "stage", "topic", "customer", "locale", "ticket_reference", "updated_at"]
    list_filter = ["stage", "topic", "locale"]
    list_select_related = ["topic", "customer"]
    search_fields = ["reference", "ticket_reference", "text", "customer__email"]
    inlines = [MessageInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False

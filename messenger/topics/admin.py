"""Topics in the admin: staff edit them, their fields and their words."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tickets.models import FieldText, Topic, TopicField, TopicText
from web.rows import LabelledList, LabelledRows


class TopicTextInline(admin.TabularInline):  # type: ignore[type-arg]
    model = TopicText
    formset = LabelledRows
    extra = 0


class TopicFieldInline(admin.TabularInline):  # type: ignore[type-arg]
    model = TopicField
    formset = LabelledRows
    extra = 0
    show_change_link = True


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What people may write about."""

    list_display = ["label_shown", "slug", "kind", "product", "order", "active"]
    list_editable = ["order", "active"]
    list_filter = ["kind", "product", "active"]
    inlines = [TopicTextInline, TopicFieldInline]
    # Deleting several at once would first read every ticket that is about one of them.
    actions = None

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=LabelledList, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """Only a topic that no ticket is about; any other is switched off instead."""
        return super().has_delete_permission(request, obj) and not (obj and obj.tickets.exists())

    @admin.display(description=_("label"))
    def label_shown(self, topic: Topic) -> str:
        return topic.label()


class FieldTextInline(admin.StackedInline):  # type: ignore[type-arg]
    model = FieldText
    extra = 0


@admin.register(TopicField)
class TopicFieldAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What a topic asks for."""

    list_display = ["__str__", "kind", "required", "proof", "method", "on_behalf"]
    list_filter = ["topic"]
    inlines = [FieldTextInline]

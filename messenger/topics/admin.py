"""Topics in the admin: staff edit them, whom they are for, their fields and their words, and see what they were."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from messenger.topics import actions
from messenger.topics.forms import TopicForm, form_for, language_sets
from messenger.topics.see_as_views import see_as, see_as_screen
from messenger.topics.version_words import history
from tickets.actions.versions import keep_version
from tickets.models import FieldText, Topic, TopicField
from web.rows import LabelledList, LabelledRows

_MOST_VERSIONS = 50
_AUDIENCE = _(
    "The picker shows the topic to these people alone. Whether somebody then reaches a person is decided by their plan"
    " and role, never here. What can't apply isn't looked at, such as roles in the Console of a topic about Claude."
    " Topics of the kind “can't log in” are everybody's."
)


class TopicFieldInline(admin.TabularInline):  # type: ignore[type-arg]
    model = TopicField
    formset = LabelledRows
    extra = 0
    show_change_link = True


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What people may write about."""

    form = TopicForm
    list_display = ["label_shown", "slug", "kind", "product", "order", "active"]
    list_editable = ["order", "active"]
    list_filter = ["kind", "product", "active"]
    inlines = [TopicFieldInline]
    readonly_fields = ["words_shown", "versions_shown"]
    # Deleting several at once would first read every ticket that is about one of them.
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """Its own, and the dry run."""
        return [
            path("see-as/", see_as, name="tickets_topic_see_as"),
            path("see-as/screen/<slug:name>/", see_as_screen, name="tickets_topic_see_as_screen"),
            *super().get_urls(),
        ]

    def get_form(self, request: HttpRequest, obj: Topic | None = None, change: bool = False, **kwargs: Any) -> Any:
        """With the words of this very topic."""
        return super().get_form(request, obj, change, form=form_for(obj), **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        """Who may only look has the words to read."""
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        audience = ["product", "plans", "organisation_roles", "console_roles", "not_logged_in"]
        return [
            (None, {"fields": ["slug", "kind", "active", "order"]}),
            (_("Who is offered it"), {"fields": audience, "description": _AUDIENCE}),
            *(language_sets(obj) if may_write else [(_("Words"), {"fields": ["words_shown"]})]),
            (_("Before a message is sent"), {"fields": ["article", "steps_first"]}),
            (_("When it becomes a ticket"), {"fields": ["priority", "team", "proof_needed"]}),
            *([(_("Versions"), {"fields": ["versions_shown"]})] if obj else []),
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The words after the rows that they belong to, and then what all of it is now."""
        super().save_related(request, form, formsets, change)
        if isinstance(form, TopicForm):
            actions.write_words(topic=form.instance, words=form.topic_words(), of_fields=form.field_words())
        keep_version(topic=form.instance, by=cast(User, request.user), now=timezone.now())

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=LabelledList, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """Only a topic that no ticket is about; any other is switched off instead."""
        return super().has_delete_permission(request, obj) and not (obj and obj.tickets.exists())

    @admin.display(description=_("label"))
    def label_shown(self, topic: Topic) -> str:
        return topic.label()

    @admin.display(description=_("words"))
    def words_shown(self, topic: Topic) -> SafeString:
        fields = topic.fields.prefetch_related("texts")
        return _rendered("words", {"texts": topic.texts.order_by("pk"), "fields": fields})

    @admin.display(description=_("versions"))
    def versions_shown(self, topic: Topic) -> SafeString:
        rows = list(topic.versions.select_related("made_by")[: _MOST_VERSIONS + 1])
        return _rendered("versions", {"versions": history(rows)[:_MOST_VERSIONS]})


def _rendered(name: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(render_to_string(f"admin/tickets/topic/_{name}.html", context))  # noqa: S308  a template of ours


class FieldTextInline(admin.StackedInline):  # type: ignore[type-arg]
    model = FieldText
    extra = 0


@admin.register(TopicField)
class TopicFieldAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What a topic asks for."""

    list_display = ["__str__", "kind", "required", "proof", "method", "on_behalf"]
    list_filter = ["topic"]
    inlines = [FieldTextInline]
    # One by one, so that each leaves a version.
    actions = None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        keep_version(topic=form.instance.topic, by=cast(User, request.user), now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: TopicField) -> None:
        super().delete_model(request, obj)
        keep_version(topic=obj.topic, by=cast(User, request.user), now=timezone.now())

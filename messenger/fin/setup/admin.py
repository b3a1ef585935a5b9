"""Fin's setup in the admin: one page, and below it what it was."""

from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from messenger.fin.setup import actions
from messenger.fin.setup.forms import FinSettingsForm, language_sets, setup_form
from messenger.fin.setup.history import history
from messenger.fin.setup.models import FinSettings, FinSettingsVersion, FinWords

_MOST_VERSIONS = 50
_PEOPLE = _(
    "Without a tick, the message of these people leads at once to the way onward that they are entitled to, or to the "
    "reason why there is none. What they may reach doesn’t change."
)
_TOPICS = _(
    "Whoever may reach people is shown the way at once. Whoever may not still has Fin’s answer, with the reason."
)
_SURE = _("Empty: as measured, which is the number in the field. Try a change in the playground before people meet it.")
_WORDS = _(
    "The name is up to 40 characters. A language without one has the English name, and without that it is Fin. The "
    "greeting stands above the messenger’s home, and is what Fin says to a hello; empty, the site’s own words do. "
    "Articles, and the admin, go on saying Fin."
)


@admin.register(FinSettings)
class FinSettingsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One row, which is there from the first save on."""

    form = FinSettingsForm
    readonly_fields = ("people_shown", "topics_shown", "words_shown", "versions_shown")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FinSettings | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> FinSettings | None:
        """The row, or how things are without one."""
        return (FinSettings.objects.first() or FinSettings(pk=1)) if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, str] | None = None) -> HttpResponse:
        return redirect("admin:messenger_finsettings_change", 1)

    def get_form(
        self, request: HttpRequest, obj: FinSettings | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change, form=setup_form(), **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: FinSettings | None = None) -> Any:
        """Who may only look has the words to read."""
        may_write = self.has_change_permission(request, obj)
        first, *others = language_sets() if may_write else [(_("Words"), {"fields": ["words_shown"]})]
        return [
            (None, {"fields": ["on", *(["seen"] if may_write else [])]}),
            (
                _("Whom Fin answers"),
                {"fields": ["answers_for" if may_write else "people_shown"], "description": _PEOPLE},
            ),
            (
                _("Topics for people"),
                {"fields": ["topics" if may_write else "topics_shown"], "description": _TOPICS},
            ),
            (
                _("How sure Fin must be"),
                {"fields": ["answer_from", "nothing_below", "same_question"], "description": _how_sure()},
            ),
            (first[0], {**first[1], "description": _WORDS}),
            *others,
            (_("Versions"), {"fields": ["versions_shown"]}),
        ]

    def save_model(self, request: HttpRequest, obj: FinSettings, form: Any, change: bool) -> None:
        actions.change_setup(**form.setup(), by=cast(User, request.user), now=timezone.now())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing more: the action has written all of it."""

    def response_change(self, request: HttpRequest, obj: FinSettings) -> HttpResponse:
        self.message_user(request, gettext("Saved. Pages and answers follow within a second."), messages.SUCCESS)
        return redirect("admin:messenger_finsettings_change", 1)

    @admin.display(description=_("off for"))
    def people_shown(self, row: FinSettings) -> str:
        return ", ".join(str(FinSettings.For(value).label) for value in row.off_for) or gettext("nobody")

    @admin.display(description=_("topics"))
    def topics_shown(self, row: FinSettings) -> str:
        return ", ".join(topic.label() for topic in row.topics.prefetch_related("texts")) or gettext("none")

    @admin.display(description=_("words"))
    def words_shown(self, _row: FinSettings) -> SafeString:
        return _rendered("words", {"words": FinWords.objects.order_by("locale")})

    @admin.display(description=_("versions"))
    def versions_shown(self, _row: FinSettings) -> SafeString:
        rows = list(FinSettingsVersion.objects.select_related("made_by")[: _MOST_VERSIONS + 1])
        told = history(rows, whole=len(rows) <= _MOST_VERSIONS)[:_MOST_VERSIONS]
        return _rendered("versions", {"versions": told})


def _how_sure() -> SafeString:
    address = reverse("admin:messenger_finanswer_playground")
    return format_html('{} <a href="{}">{}</a>', _SURE, address, _("Playground"))


def _rendered(name: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(render_to_string(f"admin/messenger/finsettings/_{name}.html", context))  # noqa: S308  ours

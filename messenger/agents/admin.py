"""What agents may ask a model for, and where the pages hang that help them; their rows are nobody's to list."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from messenger.agents import help_actions, help_views, reply_views, views
from messenger.agents.helping import is_set_up
from messenger.agents.models import HelpSettings, Likeness

_ON = ("drafts", "summaries", "translations", "replies")
_WHAT_IS_SENT = _(
    "What is switched on is sent to the model that the operator has set up (at Anthropic, or where the operator says) "
    "when an agent asks for it, and not before. Never sent: names and addresses of a ticket’s fields, internal "
    "notes, files, the lines of a proof, and reports under the law. What people wrote themselves goes as they wrote "
    "it, without the secrets that were hidden. Your privacy notice must say so before you switch it on. Who asked for "
    "what stands in the log “audit”."
)
_NO_MODEL = _(
    "There is no model on this site: an operator sets ANTHROPIC_API_KEY and FIN_MODEL. Until then nothing is sent."
)


@admin.register(Likeness)
class LikenessAdmin(admin.ModelAdmin[Likeness]):
    """No list and no form: nobody has a permission for it."""

    fieldsets = ((None, {"fields": ()}),)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """None, so that it stands in no index, where a superuser would read its name without a way to it."""
        return {}

    def get_urls(self) -> list[URLPattern]:
        return [
            path("ticket/<str:reference>/", views.related, name="messenger_related"),
            path("ticket/<str:reference>/help/", help_views.panel, name="messenger_help"),
            path("ticket/<str:reference>/translation/", reply_views.translation, name="messenger_reply"),
            path("ticket/<str:reference>/translation/ask/", reply_views.ask, name="messenger_reply_ask"),
            path("ticket/<str:reference>/translation/drop/", reply_views.drop, name="messenger_reply_drop"),
            path("ticket/<str:reference>/help/<slug:kind>/", help_views.ask, name="messenger_help_ask"),
        ]


@admin.register(HelpSettings)
class HelpSettingsAdmin(admin.ModelAdmin[HelpSettings]):
    """One row, which is there from the first save on."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: HelpSettings | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> HelpSettings | None:
        """The row, or how things are without one."""
        return (HelpSettings.objects.first() or HelpSettings(pk=1)) if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:messenger_helpsettings_change", 1)

    def get_fieldsets(self, request: HttpRequest, obj: HelpSettings | None = None) -> Any:
        said = _WHAT_IS_SENT if is_set_up() else _NO_MODEL
        return [(None, {"fields": _ON, "description": said}), (None, {"fields": ("tokens_a_day",)})]

    def save_model(self, request: HttpRequest, obj: HelpSettings, form: Any, change: bool) -> None:
        if isinstance(request.user, User):
            help_actions.set_up(values=dict(form.cleaned_data), staff=request.user)

    def response_change(self, request: HttpRequest, obj: HelpSettings) -> HttpResponse:
        self.message_user(request, gettext("Saved."), messages.SUCCESS)
        return redirect("admin:messenger_helpsettings_change", 1)

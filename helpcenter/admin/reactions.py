"""What readers thought of articles, in the admin; nobody edits that."""

from django.contrib import admin
from django.http import HttpRequest

from helpcenter.models import Reaction


@admin.register(Reaction)
class ReactionAdmin(admin.ModelAdmin[Reaction]):
    """What readers thought; nobody edits that."""

    list_display = ("face", "translation", "version", "comment", "changed_at")
    list_filter = ("face", "translation__locale")
    search_fields = ("comment", "translation__title")
    list_select_related = ("translation",)
    date_hierarchy = "changed_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reaction | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reaction | None = None) -> bool:
        return False

"""The site's rule of automatic close in the admin: one row, which is there from the first save on."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tickets.models import ClosingRule


@admin.register(ClosingRule)
class ClosingRuleAdmin(admin.ModelAdmin[ClosingRule]):
    fields = ("solved_days", "pending_days", "grace_days")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ClosingRule | None:
        """The row, or how things are without one."""
        return ClosingRule.objects.current() if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:tickets_closingrule_change", 1)

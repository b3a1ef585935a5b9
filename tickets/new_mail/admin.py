"""Addresses that new mail comes to, and other addresses of people, in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from tickets.models import MailAlias, SenderAlias


@admin.register(MailAlias)
class MailAliasAdmin(admin.ModelAdmin[MailAlias]):
    list_display = ("address", "topic", "team", "report_kind")
    list_select_related = ("topic", "team", "report_kind")
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None


@admin.register(SenderAlias)
class SenderAliasAdmin(admin.ModelAdmin[SenderAlias]):
    """Whoever confirms one here vouches for it, as in the quarantine."""

    list_display = ("address", "person", "confirmed_by", "confirmed_at")
    list_select_related = ("confirmed_by",)
    fields = ("address", "person")
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None

    def save_model(self, request: HttpRequest, obj: SenderAlias, form: Any, change: bool) -> None:
        obj.confirmed_by_id, obj.confirmed_at = request.user.pk, timezone.now()
        super().save_model(request, obj, form, change)

"""Screens in the admin: made with a name, shown with the address to open on them, ended by deleting them."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tickets.models import WallScreen


@admin.register(WallScreen)
class WallScreenAdmin(admin.ModelAdmin[WallScreen]):
    """Whoever may make one sees each one's address: it opens what they may look at anyway."""

    list_display = ("name", "locale", "seen_at", "made_by", "made_at")
    list_select_related = ("made_by",)
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    actions = None
    fields = ("name", "locale", "address", "seen_at")
    readonly_fields = ("address", "seen_at")

    def get_fields(self, request: HttpRequest, obj: WallScreen | None = None) -> Any:
        return self.fields if obj else ("name", "locale")

    def save_model(self, request: HttpRequest, obj: WallScreen, form: Any, change: bool) -> None:
        if not change:
            obj.made_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: WallScreen, post_url_continue: str | None = None) -> Any:
        """On to the row, where the address stands; back to the list it would have to be looked for."""
        there = reverse("admin:tickets_wallscreen_change", args=[obj.pk])
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            response.headers["Location"] = there
        return response

    @admin.display(description=_("address"))
    def address(self, screen: WallScreen) -> SafeString:
        """The whole address, to be typed or opened on the screen."""
        whole = settings.SITE_URL + reverse("wall_screen", args=[screen.key])
        help_text = _(
            "Open it on the screen: it needs no login, and shows numbers alone, no customer’s name. Whoever has the "
            "address sees them too; delete the screen here, and the address shows nothing any more."
        )
        return format_html(
            '<a class="wall-address" href="{}"><code>{}</code></a><p class="help">{}</p>', whole, whole, help_text
        )

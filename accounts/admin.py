"""People and domains in the admin: domains and organizations are edited here, customers only read."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import Customer, Domain, Organisation, SupportContact, User
from web.rows import LabelledRows

admin.site.register(User, UserAdmin)


@admin.register(Domain)
class DomainAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["host", "name", "product", "status", "successor"]
    list_filter = ["status", "product"]
    list_select_related = ["successor"]
    search_fields = ["host", "name", "issuer"]
    fieldsets = [
        (None, {"fields": ["host", "name", "product"]}),
        (_("Standing"), {"fields": ["status", "successor"]}),
        (_("Accounts"), {"fields": ["shares_accounts_with"]}),
        (_("Tokens"), {"fields": ["issuer", "client_id", "jwks_url"]}),
        (_("Embedding"), {"fields": ["embed_origins"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Domain, form: Any, change: bool) -> None:
        """By the action, since the link to another domain's accounts moves people."""
        actions.change_domain(domain=obj, now=timezone.now())


class SupportContactInline(admin.TabularInline):  # type: ignore[type-arg]
    model = SupportContact
    formset = LabelledRows
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["__str__", "domain", "external_id"]
    list_filter = ["domain"]
    list_select_related = ["domain"]
    search_fields = ["name", "external_id"]
    inlines = [SupportContactInline]


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What the products said about people; read here, changed there."""

    list_display = ["__str__", "email", "domain", "organisation", "last_seen_at"]
    list_filter = ["domain"]
    list_select_related = ["domain", "organisation"]
    search_fields = ["name", "email", "subject", "organisation__name"]
    date_hierarchy = "last_seen_at"
    readonly_fields = [
        "domain",
        "subject",
        "email",
        "name",
        "locale",
        "organisation",
        "plan",
        "role",
        "claims_at",
        "created_at",
        "last_seen_at",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

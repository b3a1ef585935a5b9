"""People in the admin: organizations are edited here, customers only read; domains are in `domain_admin`."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.audit.admin import AuditEntryAdmin
from accounts.domain_admin import DomainAdmin
from accounts.login_forms import StaffLoginForm
from accounts.models import (
    AuditEntry,
    Customer,
    Domain,
    FormerRight,
    ListedOwner,
    Organisation,
    StaffBinding,
    StaffPolicy,
    StaffProvider,
    SupportContact,
    User,
)
from accounts.sso.admin import StaffBindingAdmin, StaffProviderAdmin
from accounts.staff_admin import StaffPolicyAdmin, StaffUserAdmin
from web.lists import CappedPaginator, KeysetList
from web.read_only import ReadOnlyRows
from web.rows import LabelledRows

admin.site.login_form = StaffLoginForm
admin.site.register(User, StaffUserAdmin)
admin.site.register(StaffPolicy, StaffPolicyAdmin)
admin.site.register(StaffProvider, StaffProviderAdmin)
admin.site.register(StaffBinding, StaffBindingAdmin)
admin.site.register(Domain, DomainAdmin)
admin.site.register(AuditEntry, AuditEntryAdmin)


class SupportContactInline(admin.TabularInline):  # type: ignore[type-arg]
    model = SupportContact
    formset = LabelledRows
    extra = 0


class ListedOwnerInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ListedOwner
    formset = LabelledRows
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["__str__", "domain", "external_id"]
    list_filter = ["domain"]
    list_select_related = ["domain"]
    search_fields = ["name", "external_id"]
    inlines = [SupportContactInline, ListedOwnerInline]


@admin.register(FormerRight)
class FormerRightAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Made when a login says less than the one before; staff may let it end earlier or later."""

    list_display = ["__str__", "customer", "rule", "ended_at", "until"]
    list_select_related = ["customer"]
    search_fields = ["customer__email"]
    readonly_fields = ["customer", "rule", "plan", "role", "ended_at"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Customer)
class CustomerAdmin(ReadOnlyRows, admin.ModelAdmin):  # type: ignore[type-arg]
    """What the products said about people; read here, changed there.

    A row alone would take the consents along and leave the tickets; the page of the person deletes all.
    """

    list_display = ["__str__", "email", "domain", "organisation", "last_seen_at"]
    list_filter = ["domain"]
    list_select_related = ["domain", "organisation"]
    # The words go to Customer.objects.matching; naming a field here makes the box appear.
    search_fields = ["name"]
    ordering = ["-last_seen_at", "-pk"]
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["last_seen_at"]
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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Customer], search_term: str
    ) -> tuple[QuerySet[Customer], bool]:
        words = search_term.strip()
        return queryset.filter(pk__in=Customer.objects.matching(words)) if words else queryset, False

"""Macros in the admin: the shared ones, and each one's own, with a text a language."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tickets.macros.forms import MacroForm, MacroTextForm, help_with_variables
from tickets.models import Macro, MacroText
from tickets.models.macros import MacroQuerySet
from web.rows import LabelledRows

SHARE = "tickets.share_macro"


class _OfTheMacro:
    """Who may change a macro may change its words: they are no thing of their own."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tickets.change_macro") and _is_theirs(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tickets.change_macro") and _is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tickets.change_macro") and _is_theirs(request, obj)


class MacroTextInline(_OfTheMacro, admin.StackedInline):  # type: ignore[type-arg]
    model = MacroText
    form = MacroTextForm
    formset = LabelledRows
    extra = 0
    min_num = 1


@admin.register(Macro)
class MacroAdmin(admin.ModelAdmin[Macro]):
    """What stands in the reply editor under “/”."""

    form = MacroForm
    list_display = ("name", "whose", "languages", "then", "team", "priority", "used", "used_at")
    list_filter = ("then", ("team", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("owner", "team")
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    inlines = (MacroTextInline,)
    readonly_fields = ("whose", "used", "used_at")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Macro]:
        """Nobody sees another one's own."""
        usable: MacroQuerySet = Macro.objects.usable_by(request.user)  # type: ignore[arg-type]
        return usable.most_used_first().prefetch_related("texts")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-used", "name", "pk")

    def get_fieldsets(self, request: HttpRequest, obj: Macro | None = None) -> Any:
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [
            (None, {"fields": ["name", "shared" if may_write else "whose"]}),
            (_("With it"), {"fields": ["then", "team", "priority", "tags"]}),
            *([(_("Use"), {"fields": ["used", "used_at"]})] if obj else []),
            *(
                [(_("What can be filled in"), {"fields": [], "description": help_with_variables()})]
                if may_write
                else []
            ),
        ]

    def get_form(self, request: HttpRequest, obj: Macro | None = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that knows who writes."""
        made: Any = super().get_form(request, obj, change, **kwargs)

        class Theirs(made):  # type: ignore[misc]
            def __init__(self, *args: Any, **more: Any) -> None:
                super().__init__(*args, author=request.user, **more)

        return Theirs

    def has_change_permission(self, request: HttpRequest, obj: Macro | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Macro | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_theirs(request, obj)

    @admin.display(description=_("for"))
    def whose(self, macro: Macro) -> Any:
        return _("everybody") if macro.is_shared else _("you")

    @admin.display(description=_("languages"))
    def languages(self, macro: Macro) -> str:
        return ", ".join(sorted(macro.written()))


def _is_theirs(request: HttpRequest, macro: Macro | None) -> bool:
    """Whether it is theirs to change: a shared one for who may share, any other for its owner."""
    if macro is None or not macro.pk:
        return True
    return request.user.has_perm(SHARE) if macro.is_shared else macro.owner_id == request.user.pk

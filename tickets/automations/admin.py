"""Automations in the admin: the list, the form, trying one out, and the log of what each did."""

from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tickets.automations import actions
from tickets.automations.choices import Spoken
from tickets.automations.forms import AutomationForm, ConditionForm, ConditionRows, StepForm, StepRows, TryForm
from tickets.automations.trying import MOST_LOOKED_AT, try_out
from tickets.desk.site import page_context, staff_page
from tickets.models import Automation, AutomationCondition, AutomationRun, AutomationStep
from tickets.refusals import REFUSALS
from web.lists import CappedPaginator, KeysetList
from web.read_only import ReadOnlyRows
from web.rows import LabelledList


class _OfTheAutomation(admin.TabularInline):  # type: ignore[type-arg]
    """Who may change an automation may change its rows: they are no thing of their own."""

    # Enough without scripts; more come with the next save.
    extra = 3
    readonly_fields = ("told",)
    written: tuple[str, ...] = ()

    @cached_property
    def spoken(self) -> Spoken:
        """The words, read once: an inline lives as long as its request."""
        return Spoken()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who may only look reads sentences."""
        return self.written if self.has_change_permission(request, obj) else ("told",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tickets.view_automation")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("tickets.change_automation") or request.user.has_perm("tickets.add_automation")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)


class _Conditions(_OfTheAutomation):
    model = AutomationCondition
    form = ConditionForm
    formset = ConditionRows
    written = ("is_not", "choice", "words")
    verbose_name = _("condition")
    verbose_name_plural = _("If all of these hold")

    @admin.display(description=_("condition"))
    def told(self, row: AutomationCondition) -> str:
        return self.spoken.condition(row.as_value())


class _Steps(_OfTheAutomation):
    model = AutomationStep
    form = StepForm
    formset = StepRows
    written = ("choice", "words")
    verbose_name = _("step")
    verbose_name_plural = _("Then, one after the other")

    @admin.display(description=_("step"))
    def told(self, row: AutomationStep) -> str:
        return self.spoken.step(row.do, row.value)


@admin.register(Automation)
class AutomationAdmin(admin.ModelAdmin[Automation]):
    form = AutomationForm
    list_display = ("name", "is_on", "position", "looks", "state", "acted", "changed")
    list_editable = ("is_on", "position")
    list_select_related = ("changed_by",)
    list_per_page = 100
    sortable_by = ()
    inlines = (_Conditions, _Steps)
    actions = None
    fields = ("name", "is_on", "position", "trigger", "hours")

    def get_urls(self) -> list[URLPattern]:
        own = [path("<int:pk>/try/", try_page, name="tickets_automation_try")]
        return own + super().get_urls()

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=LabelledList, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Automation]:
        return super().get_queryset(request).order_by("position", "pk")

    def save_model(self, request: HttpRequest, obj: Automation, form: Any, change: bool) -> None:
        """With who did it; switched on it begins anew."""
        begins = obj.is_on and (not change or "is_on" in form.changed_data or bool(obj.stopped_because))
        obj.changed_by_id, obj.changed_at = request.user.pk, timezone.now()
        if not change:
            obj.made_by_id = request.user.pk
        if begins:
            obj.stopped_because, obj.stopped_at, obj.error = "", None, ""
        super().save_model(request, obj, form, change)
        if begins:
            actions.switched_on(automation=obj, now=timezone.now())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method != "POST":
            for row in Automation.objects.stopped():
                words = gettext("“%(name)s” switched itself off: %(why)s.")
                messages.warning(request, words % {"name": row.name, "why": row.get_stopped_because_display()})
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("when"))
    def looks(self, row: Automation) -> str:
        hours = gettext(" (%(count)s h)") % {"count": row.hours} if row.hours else ""
        return f"{row.get_trigger_display()}{hours}"

    @admin.display(description=_("state"))
    def state(self, row: Automation) -> SafeString:
        if row.stopped_because:
            return format_html('<span class="chip" data-tone="failed">{}</span>', row.get_stopped_because_display())
        words, tone = (_("on"), "solved") if row.is_on else (_("off"), "")
        return format_html('<span class="chip" data-tone="{}">{}</span>', tone, words)

    @admin.display(description=_("log"))
    def acted(self, row: Automation) -> SafeString:
        address = reverse("admin:tickets_automationrun_changelist")
        return format_html('<a href="{}?automation__id__exact={}">{}</a>', address, row.pk, _("What it did"))

    @admin.display(description=_("changed"))
    def changed(self, row: Automation) -> str:
        at = timezone.localtime(row.changed_at).strftime("%Y-%m-%d %H:%M")
        return f"{at} · {row.changed_by.get_full_name() or row.changed_by.get_username()}" if row.changed_by else at


@staff_page("tickets.view_automation")
@require_safe
def try_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the automation would do to the tickets of the last weeks. Nothing is changed."""
    row = get_object_or_404(Automation.objects.prefetch_related("conditions", "steps"), pk=pk)
    form = TryForm(request.GET)
    days = (form.is_valid() and form.cleaned_data["days"]) or 30
    trial, spoken = try_out(row, days=days, now=timezone.now()), Spoken()
    would = [(each.ticket, [spoken.step(step.do, step.value, why) for step, why in each.steps]) for each in trial.shown]
    return render(
        request,
        "admin/tickets/automation/try.html",
        page_context(
            request,
            title=gettext("Try out “%(name)s”") % {"name": row.name},
            automation=row,
            form=TryForm(initial={"days": str(days)}),
            trial=trial,
            most=MOST_LOOKED_AT,
            would=would,
            conditions=[spoken.condition(each) for each in row.asked()],
        ),
        status=200 if form.is_valid() else 422,
    )


class _Log(KeysetList):
    """The rows with their words, which are read once for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        spoken = Spoken()
        for row in self.result_list:
            row.told = "; ".join(spoken.step(*did) for did in row.did) or str(REFUSALS.get(row.reason, ""))


@admin.register(AutomationRun)
class AutomationRunAdmin(ReadOnlyRows, admin.ModelAdmin[AutomationRun]):
    """What automations did, newest first; to be read."""

    fieldsets = ((None, {"fields": ()}),)
    list_display = ("at", "automation", "about", "outcome_shown", "done")
    list_display_links = None
    list_filter = ("automation",)
    list_select_related = ("automation", "ticket")
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-at", "-id")
    sortable_by = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return _Log

    def get_queryset(self, request: HttpRequest) -> QuerySet[AutomationRun]:
        return AutomationRun.objects.visible_to(request.user)

    @admin.display(description=_("ticket"))
    def about(self, row: AutomationRun) -> SafeString:
        address = reverse("admin:tickets_ticket_change", args=[row.ticket.reference])
        return format_html('<a href="{}">{}</a>', address, row.ticket)

    @admin.display(description=_("outcome"))
    def outcome_shown(self, row: AutomationRun) -> SafeString:
        tone = {"done": "solved", "failed": "failed"}.get(row.outcome, "pending")
        return format_html('<span class="chip" data-tone="{}">{}</span>', tone, row.get_outcome_display())

    @admin.display(description=_("what it did"))
    def done(self, row: AutomationRun) -> str:
        return str(getattr(row, "told", ""))

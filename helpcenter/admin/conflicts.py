"""Two editors at one row: the second sees what the first saved beside their own, and saves again on purpose."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

from helpcenter.actions import StaleEditError


class CarefulAdmin[Row: models.Model](admin.ModelAdmin[Row]):
    """For forms that carry `seen`; their actions raise StaleEditError. A conflict is answered with 409."""

    change_form_template = "admin/helpcenter/change_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As usual; when somebody saves between our check and our lock, the form checks once more and says so."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleEditError:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        context["differences"] = getattr(form, "differences", [])
        response = super().render_change_form(request, context, *args, **kwargs)
        if context["differences"]:
            response.status_code = 409
        return response

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Who only looks has nothing to compare."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and not self.has_change_permission(request, obj):
            for name in self._marks(form):
                del form.base_fields[name]
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        marks = self._marks(self.form)
        return [
            (name, {**options, "fields": [each for each in options["fields"] if each not in marks]})
            for name, options in fieldsets
        ]

    def _marks(self, form: Any) -> list[str]:
        """The fields that only the form has, for itself."""
        return [name for name, field in form.base_fields.items() if field.widget.is_hidden]

"""Collections in the admin, one row a language."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpcenter import actions
from helpcenter.admin.conflicts import CarefulAdmin
from helpcenter.forms import CollectionForm
from helpcenter.models import CollectionTranslation


@admin.register(CollectionTranslation)
class CollectionAdmin(CarefulAdmin[CollectionTranslation]):
    """Collections, one row a language."""

    form = CollectionForm
    list_display = ("title", "number", "locale")
    list_filter = ("locale",)
    list_select_related = ("collection",)

    @admin.display(description=_("number"), ordering="collection__number")
    def number(self, words: CollectionTranslation) -> int:
        return words.collection.number

    def get_readonly_fields(self, request: HttpRequest, obj: CollectionTranslation | None = None) -> tuple[str, ...]:
        return ("locale",) if obj else ()

    def view_on_site(self, obj: CollectionTranslation) -> str:
        return obj.path

    def has_delete_permission(self, request: HttpRequest, obj: CollectionTranslation | None = None) -> bool:
        """Articles stand on it."""
        return False

    def save_model(self, request: HttpRequest, obj: CollectionTranslation, form: CollectionForm, change: bool) -> None:
        saved = actions.publish_collection(
            number=form.cleaned_data["number"],
            locale=obj.locale,
            slug=obj.slug,
            title=obj.title,
            description=obj.description,
            order=form.cleaned_data["order"],
            icon=form.cleaned_data["icon"],
            seen=form.cleaned_data["seen"] if change else None,
        )
        obj.pk = saved.pk

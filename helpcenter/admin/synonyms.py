"""Words that mean the same in a search, in the admin."""

from django.contrib import admin
from django.http import HttpRequest

from helpcenter.actions import drop_synonyms, set_synonyms
from helpcenter.admin.conflicts import CarefulAdmin
from helpcenter.forms import SynonymsForm
from helpcenter.models import SynonymGroup


@admin.register(SynonymGroup)
class SynonymsAdmin(CarefulAdmin[SynonymGroup]):
    """A row a group. The report of searches leads here with the words of one that found nothing."""

    form = SynonymsForm
    list_display = ("__str__", "locale", "one_way", "active")
    list_filter = ("locale", "active", "one_way")
    search_fields = ("words",)
    actions = None  # several at once might be shipped ones

    def has_delete_permission(self, request: HttpRequest, obj: SynonymGroup | None = None) -> bool:
        """A shipped group would come back with the next load; it is made inactive."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.key)

    def save_model(self, request: HttpRequest, obj: SynonymGroup, form: SynonymsForm, change: bool) -> None:
        saved = set_synonyms(
            group=obj if change else None,
            locale=obj.locale,
            words=obj.words,
            one_way=obj.one_way,
            active=obj.active,
            seen=form.cleaned_data["seen"] if change else None,
        )
        obj.pk = saved.pk

    def delete_model(self, request: HttpRequest, obj: SynonymGroup) -> None:
        drop_synonyms(group=obj)

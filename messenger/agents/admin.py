"""Where the pages hang that help agents; their rows are nobody's to list."""

from django.contrib import admin
from django.urls import URLPattern, path

from messenger.agents import views
from messenger.agents.models import Likeness


@admin.register(Likeness)
class LikenessAdmin(admin.ModelAdmin[Likeness]):
    """No list and no form: nobody has a permission for it."""

    def get_urls(self) -> list[URLPattern]:
        return [path("ticket/<str:reference>/", views.related, name="messenger_related")]

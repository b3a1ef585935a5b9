"""The filters of the log of Fin's answers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Translation
from messenger.fin.languages import LOCALES
from messenger.fin.report.words import language
from tickets.desk.filters import LanguageFilter, TopicFilter


class AskedLanguageFilter(LanguageFilter):
    """By the language of the question: people ask in more languages than the site has."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, language(code)) for code in LOCALES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(locale=self.value()) if self.value() in LOCALES else queryset


class AskedTopicFilter(TopicFilter):
    """By the topic that was chosen before the question, which the log keeps by its slug."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {value for value, _words in self.lookup_choices}
        return queryset.filter(topic=self.value()) if self.value() in known else queryset


class ArticleFilter(admin.SimpleListFilter):
    """By the article that something was said from. There are too many to list: the report's links choose one."""

    title = _("article")
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        number = self._number
        if number is None:
            return []
        title = Translation.objects.filter(article__number=number).order_by("pk").values_list("title", flat=True)
        return [(str(number), title.first() or gettext("Article %(number)s, which is gone") % {"number": number})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self._number is None else queryset.filter(articles__contains=[self._number])

    @property
    def _number(self) -> int | None:
        asked = self.value() or ""
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None

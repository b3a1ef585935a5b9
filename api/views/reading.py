"""Reading articles, and conversations with Fin."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from ninja import Query, Router

from api import problems, showing
from api.authentication import TokenAuth
from api.models import Caller
from api.paging import part
from api.problems import ProblemError
from api.schemas.library import (
    ArticleFilters,
    ArticleOut,
    ArticlesPage,
    ArticleText,
    ConversationFilters,
    ConversationOut,
    ConversationsPage,
    SpokenOut,
    SpokenPage,
    TextFilters,
    TranslationOut,
)
from api.schemas.shared import Paged
from api.scopes import Scope
from api.writing import caller_of
from helpcenter.models import Article, Translation
from helpcenter.models.articles import TranslationQuerySet
from helpcenter.preference import best
from messenger.conversations.flow import Stage
from messenger.models import Conversation, Message
from tickets.models.which_tickets import SEE_ALL, seen_by

router = Router()
_ARTICLES = TokenAuth(Scope.ARTICLES_READ)
_CONVERSATIONS = TokenAuth(Scope.CONVERSATIONS_READ, "messenger.view_conversation")
_EDITORS = "helpcenter.change_translation"


@router.get(
    "/articles",
    response=ArticlesPage,
    auth=_ARTICLES,
    operation_id="list_articles",
    summary="Articles",
    tags=["articles"],
)
def list_articles(request: HttpRequest, asked: Query[ArticleFilters]) -> ArticlesPage:
    """Those that readers can read in some language, by their number; with `drafts` all of them."""
    texts = _texts(caller_of(request), drafts=asked.drafts)
    rows = Article.objects.filter(Exists(texts.filter(article=OuterRef("pk"))))
    if asked.collection is not None:
        rows = rows.filter(collection__number=asked.collection)
    rows = rows.select_related("collection")
    rows = rows.prefetch_related(Prefetch("translations", texts.without_text().order_by("locale"), to_attr="shown"))
    page = part(request, rows, ("number",), asked)
    return ArticlesPage(items=[_article(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/articles/{number}",
    response=ArticleText,
    auth=_ARTICLES,
    operation_id="get_article",
    summary="An article",
    tags=["articles"],
)
def get_article(request: HttpRequest, number: int, asked: Query[TextFilters]) -> ArticleText:
    """Its text in the language, or in the nearest that it has; `locale` of the answer says which."""
    texts = _texts(caller_of(request), drafts=asked.drafts).filter(article__number=number)
    wanted = asked.locale or get_language() or settings.LANGUAGE_CODE
    chosen = best(texts.without_text(), wanted)
    if chosen is None:
        raise Http404
    text = texts.select_related("article").get(pk=chosen.pk)
    return ArticleText(
        **_translation(text).model_dump(),
        number=number,
        body_markdown=text.body_markdown,
        body_html=text.body_html,
    )


@router.get(
    "/conversations",
    response=ConversationsPage,
    auth=_CONVERSATIONS,
    operation_id="list_conversations",
    summary="Conversations",
    tags=["conversations"],
)
def list_conversations(request: HttpRequest, asked: Query[ConversationFilters]) -> ConversationsPage:
    """What people wrote to Fin, newest first; nothing that was never sent."""
    rows = _conversations(caller_of(request))
    if asked.stage is not None:
        rows = rows.filter(stage=asked.stage)
    if asked.locale is not None:
        rows = rows.filter(locale=asked.locale)
    if asked.person is not None:
        rows = rows.filter(customer=asked.person)
    if asked.ticket is not None:
        rows = rows.filter(ticket__reference=asked.ticket.replace("\0", ""))
    page = part(request, rows, ("-id",), asked)
    return ConversationsPage(items=[showing.conversation(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/conversations/{reference}",
    response=ConversationOut,
    auth=_CONVERSATIONS,
    operation_id="get_conversation",
    summary="A conversation",
    tags=["conversations"],
)
def get_conversation(request: HttpRequest, reference: str) -> ConversationOut:
    """One conversation by its number."""
    return showing.conversation(_one(request, reference))


@router.get(
    "/conversations/{reference}/messages",
    response=SpokenPage,
    auth=_CONVERSATIONS,
    operation_id="list_spoken",
    summary="What was said in a conversation",
    tags=["conversations"],
)
def list_spoken(request: HttpRequest, reference: str, asked: Query[Paged]) -> SpokenPage:
    """What the person and Fin said; after the handover people speak on the ticket."""
    rows = Message.objects.filter(conversation=_one(request, reference), state=Message.State.READY)
    page = part(request, rows, ("id",), asked)
    items = [
        SpokenOut(id=row.pk, author=Message.Author(row.author), text=row.text, created_at=row.created_at)
        for row in page.rows
    ]
    return SpokenPage(items=items, next_cursor=page.next_cursor)


def _texts(caller: Caller, *, drafts: bool) -> TranslationQuerySet:
    if not drafts:
        return Translation.objects.published()
    if not caller.has_perm(_EDITORS):
        detail = gettext("Only editors read what isn’t published, with the scope: %(scope)s.")
        raise ProblemError(problems.FORBIDDEN, detail % {"scope": Scope.ARTICLES_DRAFTS})
    return TranslationQuerySet(Translation)


def _article(row: Article) -> ArticleOut:
    texts: Iterable[Translation] = row.shown  # type: ignore[attr-defined]
    return ArticleOut(
        number=row.number,
        collection=row.collection.number,
        source_locale=row.source_locale,
        translations=[_translation(text) for text in texts],
    )


def _translation(text: Translation) -> TranslationOut:
    is_published = text.published_at is not None
    return TranslationOut(
        locale=text.locale,
        title=text.title,
        summary=text.summary,
        url=f"{settings.SITE_URL}{text.path}" if is_published else None,
        updated_at=text.updated_at,
        published_at=text.published_at,
        is_machine=text.machine,
    )


def _conversations(caller: Caller) -> "QuerySet[Conversation]":
    """Those that were sent, and whose ticket, where there is one, they may see."""
    rows = Conversation.objects.exclude(stage=Stage.DRAFT).select_related("topic", "ticket")
    if caller.has_perm(SEE_ALL):
        return rows
    return rows.filter(Q(ticket=None) | seen_by(caller, "ticket__"))


def _one(request: HttpRequest, reference: str) -> Conversation:
    return get_object_or_404(_conversations(caller_of(request)), reference=reference.replace("\0", ""))

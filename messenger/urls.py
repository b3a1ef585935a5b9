"""Addresses of the messenger. Pages are nouns; what changes something is a POST to a verb below its page."""

from django.urls import URLPattern, URLResolver, include, path

from messenger.conversations import views as conversation_views
from messenger.embedding import views as embed_views
from messenger.home import views as home_views
from web import locales  # noqa: F401  registers <locale:…>

_conversation = [
    path("", conversation_views.conversation, name="conversation"),
    path("thread", conversation_views.thread, name="thread"),
    path("transcript.txt", conversation_views.transcript, name="transcript"),
    path("agree", conversation_views.agree, name="agree"),
    path("topic", conversation_views.choose_topic, name="choose_topic"),
    path("change-topic", conversation_views.change_topic, name="change_topic"),
    path("details", conversation_views.give_details, name="give_details"),
    path("ask", conversation_views.ask, name="ask"),
    path("ask-again", conversation_views.ask_again, name="ask_again"),
    path("solved", conversation_views.solved, name="solved"),
    path("not-solved", conversation_views.not_solved, name="not_solved"),
    path("self-service-tried", conversation_views.self_service_tried, name="self_service_tried"),
    path("hand-over", conversation_views.hand_over, name="hand_over"),
    path("delete", conversation_views.delete, name="delete_conversation"),
]

_messenger: list[URLPattern | URLResolver] = [
    path("", home_views.messenger, name="messenger"),
    path("start", home_views.start, name="start"),
    path("search", home_views.messenger_search, name="messenger_search"),
    path("articles/<int:number>", home_views.messenger_article, name="messenger_article"),
    path("conversations", home_views.conversations, name="conversations"),
    path("reach", home_views.reach, name="reach"),
    path("embed", embed_views.messenger_embed, name="messenger_embed"),
    path("c/<slug:reference>/", include(_conversation)),
]

urlpatterns = [
    path("messenger.js", embed_views.messenger_js, name="messenger_js"),
    path("messenger/visit", embed_views.visit, name="visit"),
    path("<locale:locale>/messenger/", include(_messenger)),
]

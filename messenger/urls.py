"""Addresses of the messenger. Pages are nouns; what changes something is a POST to a verb below its page."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from messenger.cases import views as case_views
from messenger.contacts import views as contact_views
from messenger.conversations.views import by_case, filing, proving, saving, steps, talking
from messenger.embedding import hand_back_views
from messenger.embedding import views as embed_views
from messenger.home import search_views, start_views
from messenger.home import views as home_views
from messenger.packets.views import asking, sending
from web import locales  # noqa: F401  registers <locale:…>

_conversation = [
    path("", talking.conversation, name="conversation"),
    path("thread", talking.thread, name="thread"),
    re_path(r"^transcript\.(?P<kind>txt|html|json)$", saving.transcript, name="transcript"),
    path("agree", steps.agree, name="agree"),
    path("topic", steps.choose_topic, name="choose_topic"),
    path("change-topic", steps.change_topic, name="change_topic"),
    path("ask-fin-first", talking.ask_fin_first, name="ask_fin_first"),
    path("details", steps.give_details, name="give_details"),
    path("files", filing.upload, name="upload_file"),
    path("files/<slug:key>", filing.file, name="conversation_file"),
    path("files/<slug:key>/remove", filing.remove, name="remove_file"),
    path("ask", talking.ask, name="ask"),
    path("ask-again", talking.ask_again, name="ask_again"),
    path("solved", talking.solved, name="solved"),
    path("not-solved", talking.not_solved, name="not_solved"),
    path("self-service-tried", talking.self_service_tried, name="self_service_tried"),
    path("ask-code", proving.ask_code, name="ask_code"),
    path("type-code", proving.type_code, name="type_code"),
    path("hand-over", talking.hand_over, name="hand_over"),
    path("hand-back", hand_back_views.hand_back, name="hand_back"),
    path("packet", asking.own_packet, name="own_packet"),
    path("pack", asking.pack, name="pack"),
    path("ask-owner", asking.ask_owner, name="ask_owner"),
    path("leave-packet", asking.leave, name="leave_own_packet"),
    path("take-back", asking.take_back, name="take_back"),
    path("mail-language", talking.mail_language, name="mail_language"),
    path("leave", talking.leave, name="leave"),
    path("delete", talking.delete, name="delete_conversation"),
]

_packet = [
    path("", sending.packet, name="packet"),
    path("send", sending.send_packet, name="send_packet"),
    path("remove", sending.remove_from_packet, name="remove_from_packet"),
    path("leave", sending.leave, name="leave_packet"),
    path("files/<slug:key>", sending.packet_file, name="packet_file"),
]

_messenger: list[URLPattern | URLResolver] = [
    path("", home_views.messenger, name="messenger"),
    path("start", start_views.start, name="start"),
    path("cant-log-in", home_views.cant_log_in, name="cant_log_in"),
    path("search", search_views.messenger_search, name="messenger_search"),
    path("suggest", search_views.suggest, name="messenger_suggest"),
    path("news", home_views.news, name="messenger_news"),
    path("articles/<int:number>", home_views.messenger_article, name="messenger_article"),
    path("conversations", home_views.conversations, name="conversations"),
    path("reach", home_views.reach, name="reach"),
    path("gate", hand_back_views.gate, name="gate"),
    path("embed", embed_views.messenger_embed, name="messenger_embed"),
    path("case/<slug:token>", by_case.conversation_of_case, name="messenger_case"),
    path("c/<slug:reference>/", include(_conversation)),
    path("packet/<str:token>/", include(_packet)),
    path("contacts", contact_views.contacts, name="contacts"),
    path("contacts/add", contact_views.add_contact, name="add_contact"),
    path("contacts/remove", contact_views.remove_contact, name="remove_contact"),
    path("cases", case_views.cases, name="cases"),
    path("cases/<slug:reference>/", case_views.case_in_messenger, name="case_in_messenger"),
    path("cases/<slug:reference>/write", case_views.write_on_case, name="write_on_case"),
    path("cases/<slug:reference>/files/<slug:key>", case_views.case_file_in_messenger, name="case_file_in_messenger"),
]

urlpatterns = [
    path("messenger.js", embed_views.messenger_js, name="messenger_js"),
    path("messenger.d.ts", embed_views.messenger_types, name="messenger_types"),
    path("messenger/visit", embed_views.visit, name="visit"),
    path("<locale:locale>/messenger/", include(_messenger)),
]

"""Where the moves of one ticket hang, below its reference."""

from django.urls import URLPattern, path

from tickets.desk import attending, enclosing, later, previewing, putting_off, replying, suppressed, tagging
from tickets.linking import views as linking
from tickets.merging import views as merging
from tickets.notifying import views as notifying
from tickets.people import views as people
from tickets.routing import views as routing
from tickets.splitting import views as splitting


def of_writing() -> list[URLPattern]:
    """What the reply editor posts to."""
    return [
        path("<str:reference>/write/", replying.write, name="tickets_ticket_write"),
        path("<str:reference>/undo/", replying.undo, name="tickets_ticket_undo"),
        path("<str:reference>/draft/", replying.draft, name="tickets_ticket_draft"),
        path("<str:reference>/presence/", attending.presence, name="tickets_ticket_presence"),
        path("<str:reference>/enclose/", enclosing.enclose, name="tickets_ticket_enclose"),
        path("<str:reference>/take-out/", enclosing.take_out, name="tickets_ticket_take_out"),
        path("<str:reference>/enclosed/<str:key>/", enclosing.enclosed, name="tickets_ticket_enclosed"),
        path("<str:reference>/later/", later.put_off, name="tickets_ticket_later"),
        path("<str:reference>/later/<int:pk>/send/", later.send_now, name="tickets_ticket_later_send"),
        path("<str:reference>/later/<int:pk>/edit/", later.edit, name="tickets_ticket_later_edit"),
        path("<str:reference>/preview/", previewing.ask, name="tickets_ticket_preview"),
        path("<str:reference>/previewed/", previewing.previewed, name="tickets_ticket_previewed"),
        path("<str:reference>/previewed/html/", previewing.previewed_html, name="tickets_ticket_previewed_html"),
        path("<str:reference>/insert/", replying.insert, name="tickets_ticket_insert"),
    ]


def of_moves() -> list[URLPattern]:
    """What is done to a ticket in one choice."""
    return [
        path("<str:reference>/escalate/", routing.escalate, name="tickets_ticket_escalate"),
        path("<str:reference>/snooze/", putting_off.snooze, name="tickets_ticket_snooze"),
        path("<str:reference>/wake/", putting_off.wake, name="tickets_ticket_wake"),
        path("<str:reference>/tag/", tagging.tag, name="tickets_ticket_tag"),
        path("<str:reference>/untag/", tagging.untag, name="tickets_ticket_untag"),
    ]


def of_what_belongs_together() -> list[URLPattern]:
    """What is done with a ticket and another one, and with its people."""
    return [
        path("<str:reference>/unmerge-all/", merging.unmerge_all, name="tickets_ticket_unmerge_all"),
        path("<str:reference>/merge/", merging.merge, name="tickets_ticket_merge"),
        path("<str:reference>/unmerge/", merging.unmerge, name="tickets_ticket_unmerge"),
        path("<str:reference>/split/", splitting.split, name="tickets_ticket_split_off"),
        path("<str:reference>/link/", linking.link, name="tickets_ticket_link"),
        path("<str:reference>/unlink/", linking.unlink, name="tickets_ticket_unlink"),
        path("<str:reference>/answer-children/", linking.answer_children, name="tickets_ticket_answer_children"),
        path("<str:reference>/add-person/", people.add, name="tickets_ticket_add_person"),
        path("<str:reference>/take-off/", people.take_off, name="tickets_ticket_take_off"),
        path("<str:reference>/requester/", people.requester, name="tickets_ticket_requester"),
        path("<str:reference>/allow-mail/", suppressed.allow, name="tickets_ticket_allow_mail"),
        path("<str:reference>/language/", people.language, name="tickets_ticket_language"),
    ]


def of_notices() -> list[URLPattern]:
    """What a member of staff is told, and how."""
    return [
        path("notifications/", notifying.notifications, name="tickets_notifications"),
        path("notifications/read/", notifying.read_all, name="tickets_notifications_read"),
        path("notifications/bell/", notifying.bell, name="tickets_notification_bell"),
        path("notifications/choices/", notifying.choices, name="tickets_notification_choices"),
        path("mentions/", notifying.mentions, name="tickets_mentions"),
    ]

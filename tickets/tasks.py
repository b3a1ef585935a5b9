"""Where the queue looks for the background work of the tickets app."""

from tickets.automations.tasks import forget_automation_runs, run_automations, watch_automations
from tickets.closing.tasks import close_quiet
from tickets.linking.tasks import answer_child
from tickets.mail.keeping_tasks import keep_mail_files, queue_lost_keepings
from tickets.mail.reading_tasks import read_email
from tickets.mail.sweep_tasks import pack_mail, queue_lost_readings, queue_lost_sendings
from tickets.mail.tasks import send_email
from tickets.mail.telling_tasks import tell_of_unsent_email
from tickets.new_mail.tasks import answer_new_mail
from tickets.notifying.tasks import forget_notifications, mail_notifications, queue_lost_notifications
from tickets.ratings.tasks import ask_rating
from tickets.replies.sending_tasks import send_due
from tickets.reporting.tasks import count_days
from tickets.routing.tasks import hand_out
from tickets.sla.tasks import apply_sla, notice_sla
from tickets.waking_tasks import wake_due

__all__ = [
    "answer_child",
    "answer_new_mail",
    "apply_sla",
    "ask_rating",
    "close_quiet",
    "count_days",
    "forget_automation_runs",
    "forget_notifications",
    "hand_out",
    "keep_mail_files",
    "mail_notifications",
    "notice_sla",
    "pack_mail",
    "queue_lost_keepings",
    "queue_lost_notifications",
    "queue_lost_readings",
    "queue_lost_sendings",
    "read_email",
    "run_automations",
    "send_due",
    "send_email",
    "tell_of_unsent_email",
    "wake_due",
    "watch_automations",
]

"""Where the queue looks for the background work of the messenger."""

from messenger.agents.tasks import forget_help, help_agent, remember_solved
from messenger.conversations.code_tasks import send_code
from messenger.fin.outcome_tasks import settle_quiet
from messenger.fin.report.tasks import count_fin
from messenger.fin.tasks import write_answer
from messenger.gaps.tasks import gather_gaps
from messenger.golden.tasks import ask_golden
from messenger.packets.mail_tasks import tell_listed, tell_member, tell_owner, tell_sent, tell_unsent
from messenger.packets.reminder_tasks import remind_of_packets

__all__ = [
    "ask_golden",
    "count_fin",
    "forget_help",
    "gather_gaps",
    "help_agent",
    "remember_solved",
    "remind_of_packets",
    "send_code",
    "settle_quiet",
    "tell_listed",
    "tell_member",
    "tell_owner",
    "tell_sent",
    "tell_unsent",
    "write_answer",
]

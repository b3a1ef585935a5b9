"""Rows of the tickets app: topics, tickets and their people, what was said on them, email in both directions."""

from tickets.models.arrivals import MailAlias, SenderAlias
from tickets.models.attachments import Attachment
from tickets.models.automations import Automation, AutomationCondition, AutomationRun, AutomationStep
from tickets.models.bulk_moves import BulkMove, MovedTicket
from tickets.models.business_hours import BusinessHours, Holiday, OpenSpan
from tickets.models.closing import ClosingNotice, ClosingRule
from tickets.models.emails import IncomingEmail, OriginalMail, OutgoingEmail
from tickets.models.enterprise import EnterpriseRequest, RequestDraft
from tickets.models.events import TicketEvent
from tickets.models.figures import DayCounted, DayFigures, DayTimes, SpanFigures, SpanSummed
from tickets.models.files import StoredContent, StoredFile, StoredFileQuerySet, WaitingFile
from tickets.models.links import TicketLink
from tickets.models.macros import Macro, MacroText
from tickets.models.mentions import Mention
from tickets.models.merges import Merge, MergedMessage
from tickets.models.messages import Message
from tickets.models.notifications import MailPace, Notification, NotificationChoice
from tickets.models.pacing import DomainPace
from tickets.models.participants import Participant
from tickets.models.presence import Presence
from tickets.models.proofs import ProofCheck
from tickets.models.ratings import Rating, RatingQuerySet, SurveyOptOut
from tickets.models.replies import ReplyDraft, SentReply
from tickets.models.reports import Report, ReportKind, ReportKindText
from tickets.models.routing import RoutingTurn, TeamRouting
from tickets.models.saved_views import DeskPreference, SavedView
from tickets.models.scheduled import ScheduledReply
from tickets.models.screens import WallScreen
from tickets.models.sla_clocks import SlaClock, SlaNotice, SlaResult
from tickets.models.sla_policies import SlaPolicy
from tickets.models.snoozes import Snooze
from tickets.models.suppressions import SuppressedAddress
from tickets.models.tags import Tag, TicketTag
from tickets.models.terms import TicketTerms
from tickets.models.tickets import Ticket
from tickets.models.topic_versions import TopicVersion
from tickets.models.topics import FieldText, Priority, Topic, TopicField, TopicQuerySet, TopicText

__all__ = [
    "Attachment",
    "Automation",
    "AutomationCondition",
    "AutomationRun",
    "AutomationStep",
    "BulkMove",
    "BusinessHours",
    "ClosingNotice",
    "ClosingRule",
    "DayCounted",
    "DayFigures",
    "DayTimes",
    "DeskPreference",
    "DomainPace",
    "EnterpriseRequest",
    "FieldText",
    "Holiday",
    "IncomingEmail",
    "Macro",
    "MacroText",
    "MailAlias",
    "MailPace",
    "Mention",
    "Merge",
    "MergedMessage",
    "Message",
    "MovedTicket",
    "Notification",
    "NotificationChoice",
    "OpenSpan",
    "OriginalMail",
    "OutgoingEmail",
    "Participant",
    "Presence",
    "Priority",
    "ProofCheck",
    "Rating",
    "RatingQuerySet",
    "ReplyDraft",
    "Report",
    "ReportKind",
    "ReportKindText",
    "RequestDraft",
    "RoutingTurn",
    "SavedView",
    "ScheduledReply",
    "SenderAlias",
    "SentReply",
    "SlaClock",
    "SlaNotice",
    "SlaPolicy",
    "SlaResult",
    "Snooze",
    "SpanFigures",
    "SpanSummed",
    "StoredContent",
    "StoredFile",
    "StoredFileQuerySet",
    "SuppressedAddress",
    "SurveyOptOut",
    "Tag",
    "TeamRouting",
    "Ticket",
    "TicketEvent",
    "TicketLink",
    "TicketTag",
    "TicketTerms",
    "Topic",
    "TopicField",
    "TopicQuerySet",
    "TopicText",
    "TopicVersion",
    "WaitingFile",
    "WallScreen",
]

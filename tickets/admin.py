"""Where Django's admin looks for the tickets app: the desk."""

from tickets.automations.admin import AutomationAdmin, AutomationRunAdmin
from tickets.closing.admin import ClosingRuleAdmin
from tickets.desk.incoming import IncomingEmailAdmin
from tickets.desk.macros import MacroAdmin
from tickets.desk.outgoing import OutgoingEmailAdmin
from tickets.desk.queue import TicketAdmin
from tickets.desk.reports import ReportKindAdmin
from tickets.desk.site import name_the_site
from tickets.desk.suppressed import SuppressedAddressAdmin
from tickets.desk.tagging import TagAdmin
from tickets.new_mail.admin import MailAliasAdmin, SenderAliasAdmin
from tickets.ratings.admin import RatingAdmin
from tickets.reporting.admin import DayFiguresAdmin
from tickets.routing.admin import TeamRoutingAdmin
from tickets.screens.admin import WallScreenAdmin
from tickets.sla.admin import BusinessHoursAdmin, SlaPolicyAdmin

name_the_site()

__all__ = [
    "AutomationAdmin",
    "AutomationRunAdmin",
    "BusinessHoursAdmin",
    "ClosingRuleAdmin",
    "DayFiguresAdmin",
    "IncomingEmailAdmin",
    "MacroAdmin",
    "MailAliasAdmin",
    "OutgoingEmailAdmin",
    "RatingAdmin",
    "ReportKindAdmin",
    "SenderAliasAdmin",
    "SlaPolicyAdmin",
    "SuppressedAddressAdmin",
    "TagAdmin",
    "TeamRoutingAdmin",
    "TicketAdmin",
    "WallScreenAdmin",
]

"""Rows of the tickets app: tickets and their people, the messages on them, and email in both directions."""

from tickets.models.emails import IncomingEmail, OutgoingEmail
from tickets.models.messages import Message
from tickets.models.participants import Participant
from tickets.models.proofs import ProofCheck
from tickets.models.tickets import Ticket

__all__ = ["IncomingEmail", "Message", "OutgoingEmail", "Participant", "ProofCheck", "Ticket"]

"""Fills the tables of tickets for measuring, from cases that never were; the caller's bulk_load is around it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from tickets import search_terms
from tickets.events import Kind
from tickets.models import (
    Attachment,
    IncomingEmail,
    Message,
    OriginalMail,
    OutgoingEmail,
    Snooze,
    Tag,
    Ticket,
    TicketEvent,
    TicketTag,
    TicketTerms,
)
from tickets.sample_cases import SAMPLE_TAGS, Case, Happened, Said
from web.copying import Row, copy_rows

# Product, plan and role of whom each of the sample rules let through; any other is somebody who pays alone.
_KNOWN = {
    "org_owner": ("claude", "team", "owner"),
    "enterprise_owner": ("claude", "enterprise", "primary_owner"),
    "console_admin": ("console", "", "admin"),
}
# Few sentences are written, and often.
_SENTENCE = re.compile(r"[^.?。]+")

TABLES = (
    Ticket,
    TicketTerms,
    Message,
    TicketEvent,
    Attachment,
    OutgoingEmail,
    IncomingEmail,
    OriginalMail,
    TicketTag,
    Snooze,
)
_FILE = {"name": "screenshot.txt", "type": "text/plain", "size": 20}
_FILE_PART = (
    '--x\r\nContent-Disposition: attachment; filename="screenshot.txt"\r\n\r\nWhat the screen said\r\n--x--\r\n'
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the cases refer to: members of staff (key, name), the topics' keys, kinds and labels by language, the teams'
    keys, the tags' by name; and when it is."""

    staff: Sequence[tuple[int, str]]
    topics: Sequence[tuple[int, str, dict[str, str]]]
    teams: Sequence[int]
    tags: Mapping[str, int]
    now: datetime

    def agent(self, case: Case) -> tuple[int | None, str]:
        """Who works on it by key and name, as long as somebody does."""
        return (None, "") if case.agent is None else self.staff[case.agent % len(self.staff)]

    def topic(self, case: Case) -> tuple[int, str, str]:
        key, kind, labels = self.topics[case.number % len(self.topics)]
        return key, kind, labels.get(case.who.locale) or labels["en"]

    def team(self, case: Case) -> int | None:
        """The key of the team whose it is."""
        return None if case.team is None else self.teams[case.team % len(self.teams)]

    def put_off_until(self, case: Case) -> datetime | None:
        """When it comes back, of one that was put off."""
        return self.now + timedelta(days=1 + case.number % 5) if case.is_put_off else None


def sample_tags() -> dict[str, int]:
    """The keys of the tags that cases have, by name."""
    return {name: Tag.objects.get_or_create(name=name)[0].pk for name in SAMPLE_TAGS}


def seed_tickets(*, cases: Sequence[Case], around: Surroundings) -> None:
    """The tickets, what was said on them, and the mail that carried it."""
    copy_rows(Ticket, (_ticket(case, around) for case in cases))
    copy_rows(TicketTerms, (_terms(case, around) for case in cases))
    copy_rows(TicketTag, (row for case in cases for row in _tagged(case, around)))
    copy_rows(Snooze, (row for case in cases for row in _put_off(case, around)))
    copy_rows(Message, (_message(case, said, around) for case in cases for said in case.said))
    copy_rows(TicketEvent, (_event(case, happened, around) for case in cases for happened in case.happened))
    copy_rows(Attachment, (_attachment(said) for case in cases for said in case.said if _has_file(said)))
    copy_rows(OutgoingEmail, (row for case in cases for row in _outgoing(case)))
    copy_rows(IncomingEmail, (mail for case in cases for mail, _original in _incoming(case)))
    copy_rows(OriginalMail, (original for case in cases for _mail, original in _incoming(case)))


def conversation_of(case: Case) -> str:
    """The reference of the conversation that the case began as."""
    return "c" + case.reference.replace("-", "").lower()


def _ticket(case: Case, around: Surroundings) -> Row:
    topic, kind, label = around.topic(case)
    finished = case.is_finished
    first_reply = next((said.at for said in case.said if said.kind == "reply"), None)
    return {
        "id": case.number,
        "reference": case.reference,
        "subject": f"{label}: {case.subject}"[:250],
        "status": case.status,
        "priority": case.priority,
        "requester_name": case.who.name,
        "requester_email": case.who.email,
        "customer_id": case.customer,
        "locale": case.who.locale,
        "topic_id": topic,
        "topic_label": label,
        "topic_kind": kind,
        "rule": case.rule,
        "reason": "locked_out.proof" if case.rule == "locked_out" else case.rule,
        "identity": _identity(case) if case.customer else {},
        "transcript": [{"author": "person", "text": case.said[0].body, "at": case.created_at.isoformat()}],
        "assignee_id": around.agent(case)[0],
        "team_id": around.team(case),
        "version": len(case.said),
        "created_at": case.created_at,
        "updated_at": case.updated_at,
        "waiting_since": around.put_off_until(case) or _waits_since(case),
        "first_replied_at": first_reply,
        "solved_at": case.updated_at if finished else None,
        **_due(case),
    }


def _identity(case: Case) -> dict[str, str]:
    """As the rule that let them through has it."""
    product, plan, role = _KNOWN.get(case.rule, ("claude", "pro" if case.number % 5 else "max", ""))
    known = {"product": product, "plan": plan, "role": role, "domain": f"{product}.localhost"}
    return {"email": case.who.email, **known}


def _waits_since(case: Case) -> datetime | None:
    return None if case.is_finished or case.status == "pending" else case.updated_at


def _tagged(case: Case, around: Surroundings) -> Iterator[Row]:
    for place, name in enumerate(case.tags):
        yield {"id": case.number * len(SAMPLE_TAGS) + place, "ticket_id": case.number, "tag_id": around.tags[name]}


def _put_off(case: Case, around: Surroundings) -> Iterator[Row]:
    until = around.put_off_until(case)
    if until is not None:
        yield {"ticket_id": case.number, "until": until, "waited_since": _waits_since(case)}


def _due(case: Case) -> Row:
    """Every second one that is open has a policy: some are overdue, some soon, most have time."""
    if case.is_finished or case.number % 2:
        return {"due_at": None, "warn_at": None}
    due_at = case.updated_at + timedelta(hours=4 * (case.number % 500))
    return {"due_at": due_at, "warn_at": due_at - timedelta(hours=12)}


def _terms(case: Case, around: Surroundings) -> Row:
    _topic, _kind, label = around.topic(case)
    own = (case.reference, f"{label}: {case.subject}", case.who.name, case.who.email)
    sentences = {sentence for said in case.said for sentence in _SENTENCE.findall(said.body)}
    return {"ticket_id": case.number, "terms": sorted(search_terms.terms(*own).union(*map(_known_terms, sentences)))}


@lru_cache(20_000)
def _known_terms(sentence: str) -> frozenset[int]:
    return frozenset(search_terms.terms(sentence))


def _message(case: Case, said: Said, around: Surroundings) -> Row:
    key, name = around.agent(case) if said.kind in {"reply", "note"} else (None, case.who.name)
    return {
        "id": said.key,
        "ticket_id": case.number,
        "kind": said.kind,
        "channel": said.channel,
        "author_id": key,
        "author_name": name,
        "body": said.body,
        "mail_id": _received_id(said) if said.channel == "email" else "",
        "created_at": said.at,
    }


def _event(case: Case, happened: Happened, around: Surroundings) -> Row:
    key, name = around.agent(case) if happened.by_staff else (None, "")
    return {
        "id": happened.key,
        "ticket_id": case.number,
        "kind": happened.kind,
        "arguments": {"to": name} if happened.kind == Kind.ASSIGNED else happened.arguments,
        "author_id": key,
        "author_name": name,
        "created_at": happened.at,
    }


def _has_file(said: Said) -> bool:
    """One mail in twenty brings one."""
    return said.channel == "email" and said.key % 20 == 1


def _attachment(said: Said) -> Row:
    return {
        "id": said.key,
        "message_id": said.key,
        "position": 0,
        "name": _FILE["name"],
        "content_type": _FILE["type"],
        "size": _FILE["size"],
        "mail_part": 0,
    }


def _outgoing(case: Case) -> Iterator[Row]:
    """The receipt, and every reply; one in a thousand couldn't be sent."""
    for said in case.said[:1] + [said for said in case.said if said.kind == "reply"]:
        failed = said.key % 1000 == 1
        yield {
            "id": said.key,
            "ticket_id": case.number,
            "message_id": said.key,
            "kind": "receipt" if said is case.said[0] else "reply",
            "to_name": case.who.name,
            "to_email": case.who.email,
            "subject": f"[{case.reference}] {case.subject}",
            "body": said.body,
            "mail_id": f"<sent-{said.key}@help.example>",
            "reply_to": f"support+{case.number}@help.example",
            "status": "failed" if failed else "sent",
            "attempts": 1,
            "last_error": "550 no such mailbox" if failed else "",
            "created_at": said.at,
            "sent_at": None if failed else said.at + timedelta(seconds=2),
        }


def _incoming(case: Case) -> Iterator[tuple[Row, Row]]:
    """What the customer answered by mail, and now and then one that belongs to no ticket or can't be read."""
    for said in case.said:
        if said.channel == "email":
            yield _mail(case, said, outcome="joined", reason="references")
    if case.number % 100 == 0:
        yield _mail(case, case.said[0], outcome="quarantined", reason="no_ticket")
    if case.number % 500 == 1:
        yield _unreadable(case.said[0])


def _unreadable(said: Said) -> tuple[Row, Row]:
    raw = f"Subject: =?x?\r\n\r\n{said.key}\r\n".encode()
    mail = {
        "id": said.key,
        "digest": sha256(raw).hexdigest(),
        "outcome": "unreadable",
        "reason": "unreadable",
        "failure": "ValueError: made up to be measured",
        "attempts": 1,
        "received_at": said.at,
    }
    return mail, {"incoming_id": said.key, "content": raw}


def _mail(case: Case, said: Said, *, outcome: str, reason: str) -> tuple[Row, Row]:
    raw = _raw(case, said).encode()
    joined, digest = outcome == "joined", sha256(raw).hexdigest()
    mail = {
        "id": said.key,
        "digest": digest,
        "fingerprint": digest,
        "counts": True,
        "mail_id": _received_id(said),
        "sender_name": case.who.name,
        "sender_email": case.who.email,
        "recipients": "support@help.example",
        "subject": f"Re: [{case.reference}] {case.subject}",
        "outcome": outcome,
        "reason": reason,
        "ticket_id": case.number if joined else None,
        "message_id": said.key if joined else None,
        "text": said.body,
        "attachments": [_FILE] if _has_file(said) else [],
        "received_at": said.at,
    }
    return mail, {"incoming_id": said.key, "content": raw}


def _raw(case: Case, said: Said) -> str:
    head = f"From: {case.who.email}\r\nMessage-ID: {_received_id(said)}\r\n"
    body = f"\r\n{said.body[:200]}\r\n"
    if not _has_file(said):
        return head + body
    return f"{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n{body}{_FILE_PART}"


def _received_id(said: Said) -> str:
    return f"<received-{said.key}@mail.example>"

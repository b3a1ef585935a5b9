"""Tickets and the mails about them, honest ones and forged ones, made of a seed; and what became of each.

Every mail has a word of its own, and is told apart by it wherever it ends.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.mail_mutations import mutated
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.merging import actions as merging
from tickets.models import IncomingEmail, Message, SenderAlias, Ticket
from tickets.workflow import Event

# The server whose word on senders counts while these are read (TRUSTED_AUTHSERV_ID).
OUR_SERVER = "mx.our.example"
EVE = "eve@evil.example"
_WORD = re.compile(r"word\d+x\d+")
_LINK = re.compile(r"http://\S+/case/\S+")
_TEXTS = (
    "Thank you, it works. {word}",
    "{word}\n\nOn Mon, 1 Jun 2026, Support wrote:\n> Try the App Store.\n> Best",
    "ありがとうございます。{word}\n\n-- \n花子",
    "No, it doesn't: {word}\n\n-----Original Message-----\nFrom: Support\n\nTry the App Store.",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A raw mail of a kind with its word, about a ticket or what it went into; `belongs`: whether it has to join it."""

    kind: str
    raw: bytes
    word: str
    about: Ticket
    belongs: bool


class Thread:
    """A ticket with a requester and a colleague who were both answered; `state` says what became of it since."""

    def __init__(self, number: int, author: Any, state: str) -> None:
        self.number, self.requester, self.colleague = number, f"ann{number}@firm.example", f"bob{number}@firm.example"
        self.alias, self.copied = f"ann{number}@home.example", f"carl{number}@firm.example"
        self.ticket = _open(self.requester)
        actions.add_participant(ticket=self.ticket, name="Bob", email=self.colleague)
        SenderAlias.objects.create(address=self.alias, person=self.requester)
        answered = actions.reply(ticket=self.ticket, author=author, body="Try the App Store.", solve=state == "solved")
        self.sent = {email.to_email: email for email in answered.emails.all()}
        self.about = self.ticket
        if state == "closed":
            actions.change_status(ticket=self.ticket, author=author, event=Event.CLOSE)
        elif state == "merged":
            self.about = _open(f"dora{number}@firm.example")
            act = {"author": author, "confirmed": True, "now": timezone.now()}
            merging.merge(source=self.ticket, target=self.about, **act)

    @property
    def address(self) -> str:
        """Where the requester's answers go."""
        return self.sent[self.requester].reply_to

    @property
    def mail_id(self) -> str:
        return self.sent[self.requester].mail_id

    @property
    def link(self) -> str:
        """The requester's case page, as their mail has it."""
        return _LINK.search(self.sent[self.requester].body)[0]


def _open(email: str) -> Ticket:
    return open_ticket(requester_name="", requester_email=email, identity={})


def _vouched(method: str, result: str, by: str = OUR_SERVER) -> dict[str, str]:
    return {"Authentication_Results": f"{by}; {method}={result}"}


def _cut(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    return f"{local[:-1]}@{domain}"


def _of_another(thread: Thread, other: Thread) -> str:
    """This ticket's reference with a signature for another one."""
    return f"{thread.address.partition('.')[0]}.{other.address.partition('.')[2]}"


# By kind: sender, recipient, headers and what stands below the words, for a thread and somebody else's.
type Kind = Callable[[Thread, Thread], dict[str, Any]]
HONEST: dict[str, Kind] = {
    "signed address": lambda t, o: {"sender": t.requester, "to": t.address},
    "signed address in capitals": lambda t, o: {"sender": t.requester.upper(), "to": t.address.upper()},
    "signed address in copy": lambda t, o: {"sender": t.requester, "to": t.copied, "Cc": f"x@y.example, {t.address}"},
    "references": lambda t, o: {"sender": t.requester, "References": f"<x@y.example> {t.mail_id}"},
    "in reply to": lambda t, o: {"sender": t.requester, "In_Reply_To": t.mail_id},
    "quoted link": lambda t, o: {"sender": t.requester, "below": f"> Your case: {t.link}"},
    "colleague": lambda t, o: {"sender": t.colleague, "to": t.sent[t.colleague].reply_to},
    "colleague by references": lambda t, o: {"sender": t.colleague, "References": t.mail_id},
    "confirmed other address": lambda t, o: {"sender": t.alias, "to": t.address},
    "vouched for": lambda t, o: {"sender": t.requester, "to": t.address, **_vouched("dmarc", "pass")},
    "another server's word": lambda t, o: (
        {"sender": t.requester, "to": t.address} | _vouched("dmarc", "fail", "mx.evil.example")
    ),
    "quotes another's link": lambda t, o: {"sender": t.requester, "to": t.address, "below": f"> See {o.link}"},
    "another's address beside": lambda t, o: {"sender": t.requester, "to": f"{o.address}, {t.address}"},
    "forwards a mail": lambda t, o: {
        "sender": t.requester,
        "to": t.address,
        "subject": "Fwd: from the bank",
        "below": f"---------- Forwarded message ---------\nFrom: {o.requester}\nSubject: [{o.ticket.reference}]\n\nHi",
    },
}
FORGED: dict[str, Kind] = {
    "disowned by dmarc": lambda t, o: {"sender": t.requester, "to": t.address, **_vouched("dmarc", "fail")},
    "disowned by spf": lambda t, o: {"sender": t.requester, "to": t.address, **_vouched("spf", "fail")},
    "two senders": lambda t, o: {"sender": f"{t.requester}, {EVE}", "to": t.address},
    "stolen address": lambda t, o: {"sender": EVE, "to": t.address},
    "stolen references": lambda t, o: {"sender": EVE, "References": t.mail_id},
    "stolen link": lambda t, o: {"sender": EVE, "below": f"> {t.link}"},
    "cut signature": lambda t, o: {"sender": t.requester, "to": _cut(t.address)},
    "signature of another ticket": lambda t, o: {"sender": t.requester, "to": _of_another(t, o)},
    "another ticket's requester": lambda t, o: {"sender": o.requester, "to": t.address, "References": t.mail_id},
    "a colleague by another's address": lambda t, o: {"sender": t.colleague, "to": t.address},
    "subject alone": lambda t, o: {"sender": t.requester, "subject": f"Re: [{t.ticket.reference}] The button"},
    "made-up Message-ID": lambda t, o: (
        {"sender": t.requester}
        | {"In_Reply_To": f"<{t.ticket.reference.lower()}.{t.number + 10**6}.{'0a' * 10}@help.localhost>"}
    ),
    "colleague in copy answers all": lambda t, o: {"sender": t.copied, "to": t.address, "Cc": t.requester},
    "got it forwarded": lambda t, o: (
        {"sender": f"d@{t.number}.example", "to": t.requester, "Cc": "support@help.localhost"}
        | {"below": f"> Begin forwarded message:\n> {t.link}", "References": t.mail_id}
    ),
    "name like an address": lambda t, o: {"sender": f'"{t.requester}" <{EVE}>', "to": t.address},
    "answers elsewhere": lambda t, o: {"sender": EVE, "Reply_To": t.requester, "to": t.address},
    "as ourselves": lambda t, o: {"sender": settings.SUPPORT_ADDRESS, "to": t.address},
}
# What is wrong with these stands in a line that can get lost: then they are as good as honest.
BY_ONE_LINE = frozenset({"disowned by dmarc", "disowned by spf", "two senders", "a colleague by another's address"})


def made(threads: int, *, seed: int, author: Any, of_each: int = 4) -> list[Letter]:
    """Opens so many tickets, and makes so many honest and as many forged letters about each, in no order."""
    chance = Random(seed)
    states = ["open", "open", "solved", "closed", "merged"]
    opened = [Thread(number, author, states[number % len(states)]) for number in range(threads)]
    letters = []
    for thread in opened:
        other = opened[thread.number - 1 - chance.randrange(threads - 1)]
        for table, belongs in ((HONEST, True), (FORGED, False)):
            for kind in chance.sample(sorted(table), of_each):
                letters.append(_letter(kind, table[kind](thread, other), len(letters), thread, chance, belongs=belongs))
    chance.shuffle(letters)
    return letters


def _letter(kind: str, given: dict[str, Any], number: int, thread: Thread, chance: Random, *, belongs: bool) -> Letter:
    word = f"word{thread.number}x{number}"
    text = "\n\n".join([chance.choice(_TEXTS).format(word=word), given.pop("below", "")]).strip()
    raw = mail(**{"text": text, "mail_id": f"<{word}@mail.example>"} | given)
    return Letter(kind, raw, word, thread.about, belongs)


def broken(letters: Iterable[Letter], *, copies: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Reads so many broken copies of each; how they ended, and a sentence for each that ended as none may."""
    ended: Counter[str] = Counter()
    wrong = []
    for letter in letters:
        for copy in range(copies):
            row = receive(mutated(letter.raw, Random(f"{seed}-{letter.word}-{copy}")))
            ended[row.outcome] += 1
            if fault := _fault(letter, row):
                wrong.append(f"{letter.kind}, {letter.word}, copy {copy}: {fault}")
    return ended, wrong


def _fault(letter: Letter, row: IncomingEmail) -> str:
    if row.outcome == "unreadable":
        return row.failure
    if row.outcome != "joined":
        return ""
    if (row.ticket.root_id or row.ticket_id) != letter.about.pk:
        return f"on {row.ticket}, not {letter.about}"
    return "" if letter.belongs or letter.kind in BY_ONE_LINE else "forged, and joined"


@dataclass(slots=True)
class Report:
    """What became of the letters: counts by outcome and reason, and a sentence for each that ended wrong."""

    ended: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def deliver(letters: Iterable[Letter], *, seed: int) -> None:
    """Lets them come in and be read; every fifth comes twice, as it was or by another server."""
    chance = Random(seed)
    for letter in letters:
        receive(letter.raw)
        if chance.random() < 0.2:
            receive(chance.choice([letter.raw, b"X-Relay: b\n" + letter.raw]))


def judged(letters: list[Letter]) -> Report:
    """Where each letter is now, against where it belongs."""
    report, places = Report(), defaultdict(list)
    for body, ticket, root in Message.objects.filter(channel="email").values_list("body", "ticket", "ticket__root"):
        for word in _WORD.findall(body):
            places[word].append(root or ticket)
    rows = {row.digest: row for row in IncomingEmail.objects.defer("text", "quoted")}
    for letter in letters:
        row, found, name = (
            rows.get(hashlib.sha256(letter.raw).hexdigest()),
            places[letter.word],
            f"{letter.kind}: {letter.word}",
        )
        report.ended[f"{row.outcome}, {row.reason}" if row else "nowhere"] += 1
        if row is None or row.outcome in {"received", "unreadable"} or (letter.belongs and not found):
            report.lost.append(f"{name} {row and (row.outcome, row.reason)}")
        if any(not letter.belongs or key != letter.about.pk for key in found):
            report.wrong.append(f"{name} on {found}")
        if len(found) > 1:
            report.doubled.append(name)
    return report

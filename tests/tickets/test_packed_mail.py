"""Raw mail is packed at night, and is the same bytes wherever it is asked for."""

import io
import re
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from tests.tickets.conftest import mail, receive
from tickets.mail import packed, parsing
from tickets.mail.actions import packing, storing
from tickets.models import OriginalMail
from tickets.redaction import actions as redaction

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1, minutes=1)
WORDS = "passport TK1234567"


@pytest.fixture
def raw(ticket):
    """A mail on the ticket, long enough that its page shows the beginning alone, packed."""
    content = mail(to=ticket.emails.get().reply_to, text=f"My {WORDS}.\n" + "It works now.\n" * 3_000)
    receive(content)
    assert packing.pack_some(now=timezone.now() + LATER) == 1
    return content


def test_it_is_smaller_and_every_byte_is_there(raw):
    kept = OriginalMail.objects.get()
    assert kept.is_packed
    assert len(kept.content) < len(raw) / 20
    assert (kept.raw, OriginalMail.objects.all().first_raw()) == (raw, raw)
    assert packing.pack_some(now=timezone.now() + LATER) == 0


def test_what_is_young_or_not_read_stays_as_it_came(ticket):
    receive(mail(to=ticket.emails.get().reply_to))
    storing.store_email(raw=mail(mail_id="<two@mail.example>"), now=timezone.now() - LATER)
    assert packing.pack_some(now=timezone.now()) == 0


def test_staff_read_it_as_before(raw, agent):
    page = f"/admin/tickets/incomingemail/{OriginalMail.objects.get().pk}"
    assert agent.get(f"{page}/raw/").content == raw
    shown = re.search(r"<pre[^>]*>(.*?)</pre>", agent.get(f"{page}/change/").text, re.DOTALL)[1]
    assert WORDS in shown
    assert 19_000 < len(shown) < 21_000


def test_words_that_are_redacted_are_gone_from_it_and_it_is_packed_once_more(raw, ticket, aki):
    redaction.redact_words(ticket=ticket, words=WORDS, reason="x", author=aki, now=timezone.now())
    assert not OriginalMail.objects.get().is_packed
    assert packing.pack_some(now=timezone.now() + LATER) == 1
    assert parsing.parse(OriginalMail.objects.get().raw).text.startswith("My [redacted].\nIt works now.")


def test_stopped_anywhere_it_goes_on_with_the_rest(monkeypatch):
    for number in range(4):
        receive(mail(mail_id=f"<{number}@mail.example>"))
    really, once = packing.packed.pack, [b"killed"]

    def killed(raw):
        if len(once) > 2:
            raise KeyboardInterrupt
        once.append(raw)
        return really(raw)

    monkeypatch.setattr(packing.packed, "pack", killed)
    with pytest.raises(KeyboardInterrupt):
        packing.pack_some(now=timezone.now() + LATER)
    assert OriginalMail.objects.filter(is_packed=True).count() == 2
    monkeypatch.setattr(packing.packed, "pack", really)
    monkeypatch.setattr(packing, "_BYTES_AT_ONCE", 1)
    assert [packing.pack_some(now=timezone.now() + LATER) for _stretch in range(3)] == [1, 1, 0]
    assert {row.raw.count(b"It works now.") for row in OriginalMail.objects.all()} == {1}


def test_the_command_packs_all_there_is(raw, ticket, monkeypatch):
    monkeypatch.setattr(packing, "_IN_USE", timedelta(0))
    OriginalMail.objects.update(content=raw, is_packed=False)
    told = io.StringIO()
    call_command("pack_mail", stdout=told)
    assert told.getvalue().splitlines() == ["1 mails are packed.", "All mail that was read is packed."]
    assert OriginalMail.objects.get().is_packed


@pytest.mark.parametrize("size", [1, 20_001, 100_000])
def test_a_beginning_needs_no_more_than_the_beginning(size):
    said = bytes(range(256)) * 200
    cut = packed.pack(said)[: size + 1_000]
    assert said.startswith(packed.beginning(cut, size))
    assert len(packed.beginning(packed.pack(said), size)) == min(size, len(said))


@pytest.mark.django_db(transaction=True)
def test_what_somebody_has_in_hand_is_left_for_the_next_time(ticket):
    receive(mail(to=ticket.emails.get().reply_to))
    packed_then: list[int] = []

    def pack():
        try:
            packed_then.append(packing.pack_some(now=timezone.now() + LATER))
        finally:
            connection.close()

    with transaction.atomic():
        OriginalMail.objects.select_for_update().get()
        packer = threading.Thread(target=pack)
        packer.start()
        packer.join(10)
    assert packed_then == [0]
    assert not OriginalMail.objects.get().is_packed

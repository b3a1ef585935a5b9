"""What a virus scanner objects to isn't kept as a file, and of a mail the words alone come in."""

import socketserver
import threading
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import file_places
from tests.pictures import picture
from tests.tickets.conftest import mail, receive
from tests.tickets.files.conftest import bytes_in, keep
from tickets import actions
from tickets.files import scanner
from tickets.files.kinds import FileRefusedError, Refusal
from tickets.mail.actions import storing
from tickets.models import IncomingEmail, StoredFile

HARM = b"harm-that-is-none"


class _Clamd(socketserver.StreamRequestHandler):
    """Answers one INSTREAM as clamd does: by what is in the bytes, and within its limit."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = BytesIO()
        while size := int.from_bytes(self.rfile.read(4)):
            content.write(self.rfile.read(size))
            if content.tell() > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(content.getvalue())
        found = HARM in content.getvalue() and not self.server.knows_better
        self.wfile.write(self.server.says or (b"stream: Test.Harm FOUND\0" if found else b"stream: OK\0"))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    limit, says, knows_better = 1 << 20, b"", False


@pytest.fixture
def clamd(settings):
    """A scanner that listens on loopback."""
    with _Server(("127.0.0.1", 0), _Clamd) as server:
        server.seen = []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.CLAMAV = server.server_address
        yield server
        server.shutdown()


@pytest.fixture
def away(settings, unused_port):
    settings.CLAMAV = ("127.0.0.1", unused_port)


@pytest.fixture
def unused_port():
    with _Server(("127.0.0.1", 0), _Clamd) as server:
        return server.server_address[1]


def test_none_is_asked_where_none_is_set_up(settings):
    settings.CLAMAV = ""
    assert scanner.threat_in(HARM) == ""


def test_the_bytes_arrive_whole_and_the_answer_is_told(clamd):
    clean = bytes(range(256)) * 1000
    assert scanner.threat_in(clean) == ""
    assert clamd.seen == [clean]
    assert scanner.threat_in(clean + HARM) == "Test.Harm"


@pytest.mark.parametrize("says", [b"UNKNOWN COMMAND\0", b"stream: Can't open file ERROR\0", b"\0", b"\xff\xfe\0"])
def test_another_answer_is_no_verdict(clamd, says):
    clamd.says = says
    with pytest.raises(scanner.ScannerAwayError):
        scanner.threat_in(b"words")


def test_what_is_too_large_for_the_scanner_is_no_verdict(clamd):
    clamd.limit = 1000
    with pytest.raises(scanner.ScannerAwayError, match=r"size limit|doesn't answer"):
        scanner.threat_in(b"x" * 3_000_000)


def test_a_socket_in_the_file_system_is_a_place_too(settings, tmp_path):
    settings.CLAMAV = str(tmp_path / "clamd.sock")
    with pytest.raises(scanner.ScannerAwayError):
        scanner.threat_in(b"words")


@pytest.mark.parametrize(
    ("said", "place"),
    [("", ""), ("/run/clamd.sock", "/run/clamd.sock"), ("scan:3310", ("scan", 3310)), ("[::1]:3310", ("::1", 3310))],
)
def test_the_place_is_read_from_the_environment(monkeypatch, said, place):
    monkeypatch.setenv("CLAMAV", said)
    assert file_places.scanner() == place


@pytest.mark.parametrize("said", ["scan", ":3310", "scan:0", "scan:99999", "scan:x"])
def test_a_place_that_is_none_stops_the_start(monkeypatch, said):
    monkeypatch.setenv("CLAMAV", said)
    with pytest.raises(ImproperlyConfigured, match="CLAMAV"):
        file_places.scanner()


@pytest.mark.django_db
def test_a_file_it_objects_to_is_refused_and_leaves_nothing(clamd, place):
    with pytest.raises(FileRefusedError) as refused:
        keep(b"a log with " + HARM, "app.log")
    assert (refused.value.refusal, refused.value.name) == (Refusal.INFECTED, "app.log")
    assert (StoredFile.objects.count(), bytes_in(place)) == (0, [])


@pytest.mark.django_db
def test_a_picture_is_looked_at_as_it_was_sent(clamd, place):
    with pytest.raises(FileRefusedError) as refused:
        keep(picture() + HARM, "me.jpg")
    assert refused.value.refusal == Refusal.INFECTED


@pytest.mark.django_db
def test_while_it_is_away_a_file_waits_for_another_try(away, place):
    with pytest.raises(FileRefusedError) as refused:
        keep(b"a log", "app.log")
    assert refused.value.refusal == Refusal.NOT_NOW
    assert bytes_in(place) == []


@pytest.fixture
def infected(clamd, ticket, aki):
    """An answer with a file that it objects to."""
    sent = actions.reply(ticket=ticket, author=aki, body="Send us the log.").emails.get()
    answer = message_from_bytes(mail(to=sent.reply_to), policy=policy.SMTP)
    answer.add_attachment(HARM.decode(), filename="app.log")
    return receive(answer.as_bytes())


@pytest.mark.django_db
def test_a_mail_it_objects_to_is_kept_apart_beside_its_ticket(infected, ticket):
    assert (infected.outcome, infected.reason, infected.threat) == ("quarantined", "infected", "Test.Harm")
    assert infected.ticket == ticket
    assert not ticket.messages.filter(channel="email").exists()
    assert HARM in bytes(infected.original.content)


@pytest.mark.django_db
def test_its_files_are_handed_to_nobody_but_its_words_can_be_joined(infected, ticket, agent):
    page = f"/admin/tickets/incomingemail/{infected.pk}"
    shown = agent.get(f"{page}/change/").content.decode()
    assert "Test.Harm" in shown
    assert "/attachments/" not in shown
    for address in (f"{page}/raw/", f"{page}/attachments/0/"):
        refused = agent.get(address)
        assert (refused.status_code, refused.headers.get("Content-Disposition")) == (403, None)
    assert agent.get(f"{page}/as-sent/").status_code == 404
    assert agent.post(f"{page}/join/", {"reference": ticket.reference}).status_code == 302
    assert ticket.messages.filter(channel="email").exists()
    assert agent.get(f"{page}/attachments/0/").status_code == 403


@pytest.mark.django_db
def test_a_scanner_that_knows_better_lets_it_through_when_it_is_read_again(
    infected, ticket, clamd, agent, django_capture_on_commit_callbacks
):
    clamd.knows_better = True
    assert agent.post(f"/admin/tickets/incomingemail/{infected.pk}/read/").status_code == 302
    actions.read_email(incoming_id=infected.pk)
    infected.refresh_from_db()
    assert (infected.outcome, infected.threat, infected.ticket) == ("joined", "", ticket)


@pytest.mark.django_db
def test_while_it_is_away_mail_waits_and_is_never_called_cut_off(settings, away, clamd_back, ticket, aki):
    sent = actions.reply(ticket=ticket, author=aki, body="Try again.").emails.get()
    row = storing.store_email(raw=mail(to=sent.reply_to))
    for _attempt in range(8):
        with pytest.raises(scanner.ScannerAwayError):
            actions.read_email(incoming_id=row.pk)
    assert IncomingEmail.objects.get().outcome == "received"
    clamd_back()
    actions.read_email(incoming_id=row.pk)
    assert IncomingEmail.objects.get().outcome == "joined"


@pytest.fixture
def clamd_back(settings):
    def back():
        settings.CLAMAV = ""

    return back


@pytest.mark.django_db
def test_in_the_end_it_stands_as_unreadable_with_the_reason(away, agent):
    row = storing.store_email(raw=mail())
    actions.read_email(incoming_id=row.pk, last_attempt=True)
    row.refresh_from_db()
    assert (row.outcome, row.may_be_read_again) == ("unreadable", True)
    assert "virus scanner" in row.failure

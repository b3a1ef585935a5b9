"""The doctor says in plain words what keeps mail from arriving, and ends with 1 where something is to be mended."""

import ssl
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core import mail as outbox
from django.core.management import call_command

from tests.tickets.conftest import mail
from tests.tickets.mail_keys import certificate, private_key
from tickets.actions import receiving
from tickets.mail.actions import storing
from tickets.mail.doctor import connection, journey, records
from tickets.mail.doctor.names import NamesAwayError
from tickets.management.commands import mail_doctor

HELP = "support@help.example"
GOOD = {
    ("help.example", "MX"): ["mx.help.example"],
    ("mx.help.example", "A"): ["192.0.2.1"],
    ("1.2.0.192.in-addr.arpa", "PTR"): ["mx.help.example"],
    ("help.example", "TXT"): ["google-site=1", "v=spf1 mx -all"],
    ("_dmarc.help.example", "TXT"): ["v=DMARC1; p=reject; rua=mailto:x@help.example"],
    ("one._domainkey.help.example", "TXT"): [f"v=DKIM1; k=rsa; p={records.public_half(private_key())}"],
}
KEY = {"domain": "help.example", "selector": "one", "key": private_key()}


class Zone:
    """A name server that knows what a test says, and nothing else."""

    def __init__(self, **changes):
        self.records = GOOD | changes.pop("told", {})

    def ask(self, name, kind):
        return self.records.get((name, kind), [])


class Away:
    def ask(self, name, kind):
        raise NamesAwayError(name)


def zone(name, kind, *texts):
    return Zone(told={(name, kind): list(texts)})


def levels(found):
    return [each.level for each in found]


@pytest.fixture(autouse=True)
def at_help_example(settings):
    settings.SUPPORT_ADDRESS, settings.MAIL_DOMAIN = HELP, "help.example"


def test_what_is_right_is_said_to_be_right():
    found = [
        records.mail_servers(Zone(), HELP),
        records.spf(Zone(), HELP),
        records.dkim(Zone(), KEY, sender=HELP),
        records.dmarc(Zone(), HELP),
        *records.reverse_names(Zone(), "mx.help.example"),
    ]
    assert levels(found) == ["good"] * 5


@pytest.mark.parametrize(
    ("hosts", "level", "words"),
    [
        ([], "bad", "has no mail server"),
        ([""], "bad", "takes no mail at all"),
        (["gone.example"], "bad", "has no address"),
    ],
)
def test_where_no_answer_arrives_the_missing_record_is_named(hosts, level, words):
    found = records.mail_servers(zone("help.example", "MX", *hosts), HELP)
    assert (found.level, words in found.words, bool(found.mend)) == (level, True, True)


@pytest.mark.parametrize(
    ("texts", "level", "words"),
    [
        ([], "bad", "doesn't say who"),
        (["v=spf1 mx -all", "v=spf1 a -all"], "bad", "2 SPF records"),
        (["v=spf1 +all"], "bad", "lets everybody"),
        (["v=spf1 mx"], "doubtful", "the rest"),
        (["v=spf10 mx -all"], "bad", "doesn't say who"),
        (["v=spf1 " + "a mx " * 6 + "-all"], "bad", "asks for 12 more"),
        (["v=spf1 redirect=_spf.example"], "good", "redirect"),
    ],
)
def test_of_the_domains_senders(texts, level, words):
    found = records.spf(zone("help.example", "TXT", *texts), HELP)
    assert (found.level, words in found.words) == (level, True)


def test_records_that_lead_to_each_other_are_read_once():
    names = Zone(told={("help.example", "TXT"): ["v=spf1 include:a.example -all"]})
    names.records[("a.example", "TXT")] = ["v=spf1 include:help.example include:a.example mx -all"]
    assert records.spf(names, HELP).level == "good"


@pytest.mark.parametrize(
    ("texts", "words"),
    [([], "has no TXT record"), (["v=DKIM1; p=AAAA"], "another key"), (["v=DKIM1; p="], "another key")],
)
def test_a_key_that_nobody_finds_is_told_with_the_record_to_add(texts, words):
    found = records.dkim(zone("one._domainkey.help.example", "TXT", *texts), KEY, sender=HELP)
    assert (found.level, words in found.words) == ("bad", True)
    assert records.public_half(private_key()) in found.mend


def test_a_key_of_another_domain_counts_for_nothing():
    assert records.dkim(Zone(), KEY, sender="support@other.example").level == "bad"
    assert records.dkim(Zone(), KEY, sender="support@mail.help.example").level == "good"
    assert records.dkim(Zone(), {}, sender=HELP).level == "doubtful"


@pytest.mark.parametrize(
    ("texts", "level"),
    [
        ([], "bad"),
        (["v=DMARC1; p=none"], "doubtful"),
        (["v=DMARC1; p=quarantine"], "good"),
        (["v=DMARC1; p=reject"] * 2, "bad"),
    ],
)
def test_of_what_the_domain_wants_done(texts, level):
    assert records.dmarc(zone("_dmarc.help.example", "TXT", *texts), HELP).level == level


def test_a_subdomain_has_its_parents_policy():
    assert records.dmarc(Zone(), "support@mail.help.example").level == "good"


@pytest.mark.parametrize(("named", "words"), [([], "has none"), (["elsewhere.example"], "leads elsewhere")])
def test_an_address_without_a_name_that_leads_back(named, words):
    [found] = records.reverse_names(zone("1.2.0.192.in-addr.arpa", "PTR", *named), "mx.help.example")
    assert (found.level, words in found.words) == ("doubtful", True)


# --- the server ---


@contextmanager
def server(port, file=None, *, answer=True):
    """A mail server with TLS by STARTTLS, and a password."""
    serving = None
    if file:
        serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        serving.load_cert_chain(file)
    options = {"auth_required": False, "authenticator": lambda *_: AuthResult(success=answer, handled=answer)}
    controller = Controller(
        object(), hostname="127.0.0.1", port=port, tls_context=serving, auth_require_tls=bool(file), **options
    )
    controller.start()
    yield {"host": "127.0.0.1", "port": port, "use_tls": bool(file), "timeout": 5}
    controller.stop()


def trusting(file):
    return ssl.create_default_context(cafile=str(file))


def test_a_server_with_a_certificate_that_holds_and_a_login(free_port, tmp_path):
    file = certificate(tmp_path)
    with server(free_port, file) as options:
        found = connection.look(options | {"username": "us", "password": "x"}, context=trusting(file))
    assert [(each.about, each.level) for each in found] == [
        ("Mail server", "good"),
        ("Certificate", "good"),
        ("Login", "good"),
    ]


def test_a_certificate_that_nobody_signed_is_told(free_port, tmp_path):
    with server(free_port, certificate(tmp_path)) as options:
        [found] = connection.look(options)
    assert (found.about, found.level) == ("Certificate", "bad")


def test_a_certificate_that_soon_ends_is_told(free_port, tmp_path):
    file = certificate(tmp_path, days=5)
    with server(free_port, file) as options:
        found = connection.look(options, context=trusting(file), now=datetime.now(UTC))
    assert (found[1].level, "ends in 4 days" in found[1].words) == ("doubtful", True)


def test_a_wrong_password_and_a_server_in_clear_are_told(free_port):
    with server(free_port, answer=False) as options:
        found = connection.look(options | {"username": "us", "password": "wrong"})
    assert [each.level for each in found] == ["good", "doubtful", "bad"]


def test_nobody_there(free_port):
    [found] = connection.look({"host": "127.0.0.1", "port": free_port})
    assert (found.about, found.level) == ("Mail server", "bad")


# --- the letter ---


def back(mail_id, results="spf=pass dkim=pass dmarc=pass"):
    """The letter as the receiving server hands it in."""
    checks = "mx.help.example; " + "; ".join(results.split())
    raw = mail(sender=HELP, to=HELP, mail_id=mail_id, Authentication_Results=checks)
    return storing.store_email(raw=raw)


@pytest.fixture
def trusted(settings):
    settings.TRUSTED_AUTHSERV_ID = ["mx.help.example"]


def test_a_letter_that_comes_back_is_read_for_what_the_server_thought_of_it(db, trusted):
    sent, mail_id = journey.send(HELP)
    row = back(mail_id, "spf=pass dkim=fail dmarc=pass")
    receiving.read_email(incoming_id=row.pk)
    found = journey.wait_for(mail_id, seconds=0)
    assert sent.level == "good"
    told = {each.about: each.level for each in found}
    assert told == {"Coming back": "good", "SPF": "good", "DKIM": "bad", "DMARC": "good"}


def test_one_that_was_stored_and_that_no_worker_reads(db):
    _sent, mail_id = journey.send(HELP)
    back(mail_id)
    assert levels(journey.wait_for(mail_id, seconds=0)) == ["good", "doubtful"]


def test_one_that_never_comes_is_waited_for_and_told(db):
    slept = []
    found = journey.wait_for("<never@help.example>", seconds=10, sleep=slept.append)
    assert (levels(found), len(slept)) == (["bad"], 5)


def test_a_letter_that_nobody_takes_is_told(db, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda *_, **__: (_ for _ in ()).throw(OSError("550 no")))
    sent, mail_id = journey.send(HELP)
    assert (sent.level, "550 no" in sent.words, mail_id) == ("bad", True, "")


# --- the command ---


def run(capsys, names, monkeypatch, *arguments):
    monkeypatch.setattr(mail_doctor, "SystemNames", lambda: names)
    code = 0
    try:
        call_command("mail_doctor", *arguments)
    except SystemExit as ended:
        code = ended.code
    return code, capsys.readouterr().out


def test_the_command_ends_with_1_and_says_what_to_mend(db, capsys, monkeypatch, settings):
    settings.DKIM = KEY
    code, said = run(capsys, Zone(), monkeypatch, "--no-letter")
    assert code == 1
    assert "BAD  Way out: Mail goes nowhere" in said
    assert "→ Set SMTP_HOST" in said


def test_where_all_is_well_it_ends_with_0(db, capsys, monkeypatch, settings, free_port, tmp_path):
    settings.DKIM, settings.SMTP_HOST = KEY, "mx.help.example"
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with server(free_port, file) as options:
        settings.MAILERS = {"default": {"BACKEND": "tickets.mail.smtp.SmtpBackend", "OPTIONS": options}}
        code, said = run(capsys, Zone(), monkeypatch, "--no-letter")
    assert (code, "BAD" in said, " ?  " in said) == (0, False, False)


def test_a_letter_to_somebody_else_is_sent_and_not_waited_for(db, capsys, monkeypatch):
    run(capsys, Zone(), monkeypatch, "--to", "me@elsewhere.example", "--wait", "0")
    assert [letter.to for letter in outbox.outbox] == [["me@elsewhere.example"]]


def test_without_a_name_server_it_says_so_and_goes_on(db, capsys, monkeypatch):
    _code, said = run(capsys, Away(), monkeypatch, "--no-letter")
    assert said.count("No name server answered") == 3
    assert "Way out" in said


def test_a_provider_that_cannot_report_is_told(db, capsys, monkeypatch, settings):
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": []}
    code, said = run(capsys, Zone(), monkeypatch, "--no-letter")
    assert (code, "/mail/events/postmark" in said) == (0, True)

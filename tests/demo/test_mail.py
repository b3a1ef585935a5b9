"""Mail that went out, and answering it as its recipient."""

import threading
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.mail import EmailMessage

from demo.delivery import NotDeliveredError, deliver
from demo.mailbox import find_letter, letters, reply_to
from tests.demo.conftest import ProductBrowser
from tickets.mail.folder import MailFolderBackend

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def help_center():
    return ProductBrowser("help.localhost")


@pytest.fixture
def send(settings):
    def sent(
        subject="We have your message", to="Marta Silva <marta@example.com>", body="Hello\n\nYour case.", **headers
    ):
        message = EmailMessage(subject, body, "Product Support <support@help.localhost>", [to], headers=headers)
        MailFolderBackend(alias="default", folder=settings.MAIL_DIR).send_messages([message])
        return next(letters(settings.MAIL_DIR)).name

    return sent


@pytest.fixture
def door(settings):
    """The help center's door for incoming mail, on loopback; what came through, and what it answers."""

    class Handler(BaseHTTPRequestHandler):
        came, status = [], 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.came.append((self.path, dict(self.headers), message_from_bytes(body, policy=policy.default)))
            self.send_response(self.status)
            self.end_headers()
            self.wfile.write(b"so it goes")

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    settings.SITE_URL = f"http://help.localhost:{server.server_port}"
    settings.INCOMING_MAIL_TOKEN = "door-token"
    yield Handler
    server.shutdown()
    server.server_close()
    thread.join()


def text(response):
    return response.content.decode()


def test_an_empty_mailbox_says_how_to_fill_it(help_center):
    assert "No mail yet" in text(help_center.get("/demo/mail/"))


def test_all_mail_is_there_the_newest_first(help_center, send):
    send("First")
    send("Second", to="ren@kaigan.example")
    page = text(help_center.get("/demo/mail/"))
    assert page.index("Second") < page.index("First")
    assert "ren@kaigan.example <small>1</small>" in page


def test_one_recipients_mail_is_theirs_alone(help_center, send):
    send("First")
    send("Second", to="ren@kaigan.example")
    page = text(help_center.get("/demo/mail/", {"to": "ren@kaigan.example"}))
    assert "Second" in page
    assert "First" not in page
    assert "Nothing for this address yet" in text(help_center.get("/demo/mail/", {"to": "x@example.com"}))


def test_a_message_shows_its_headers_and_text_and_runs_nothing(help_center, send):
    name = send("訂正 <b>", body="<script>alert(1)</script>", **{"Message-ID": "<one@help.localhost>"})
    page = text(help_center.get(f"/demo/mail/{name}/"))
    assert "訂正 &lt;b&gt;" in page
    assert "&lt;one@help.localhost&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", ["nothing", "..%2Fsecret_key", "*"])
def test_a_message_that_is_not_there_is_not_found(db, help_center, send, name):
    send()
    assert help_center.get(f"/demo/mail/{name}/").status_code == 404
    assert help_center.post(f"/demo/mail/{name}/reply", {"text": "x"}).status_code == 404


def test_a_reply_is_threaded_and_quotes_what_it_answers(settings, send):
    name = send(**{"Message-ID": "<two@help.localhost>", "References": "<one@help.localhost>"})
    answer = reply_to(find_letter(settings.MAIL_DIR, name), " Danke, läuft. ", now=NOW)
    assert answer["From"] == "Marta Silva <marta@example.com>"
    assert answer["To"] == "Product Support <support@help.localhost>"
    assert answer["Subject"] == "Re: We have your message"
    assert answer["In-Reply-To"] == "<two@help.localhost>"
    assert answer["References"] == "<one@help.localhost> <two@help.localhost>"
    assert answer["Date"] == "Sun, 01 Mar 2026 09:30:00 +0000"
    written, _intro, quote = answer.get_content().partition("wrote:\n")
    assert written.startswith("Danke, läuft.\n\nOn ")
    assert quote == "> Hello\n>\n> Your case.\n"


def test_replies_go_where_the_message_wants_them_and_are_told_apart(settings, send):
    name = send("Re: Again", **{"Reply-To": "support+x@help.localhost"})
    letter = find_letter(settings.MAIL_DIR, name)
    first, second = (reply_to(letter, "Thanks", now=NOW) for _ in range(2))
    assert first["To"] == "support+x@help.localhost"
    assert first["Subject"] == "Re: Again"
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Message-ID"].endswith("@example.com>")


def test_a_broken_file_is_still_shown(help_center, settings):
    settings.MAIL_DIR.mkdir()
    (settings.MAIL_DIR / "odd.eml").write_bytes(b"Date: someday\n\n\xff")
    assert help_center.get("/demo/mail/").status_code == 200
    assert help_center.get("/demo/mail/odd/").status_code == 200


def test_a_reply_goes_through_the_door_for_incoming_mail(help_center, send, door):
    name = send()
    response = help_center.post(f"/demo/mail/{name}/reply", {"text": "It works now."})
    assert response["Location"] == f"/demo/mail/{name}/?sent=1"
    assert "took the reply" in text(help_center.get(response["Location"]))
    ((path, headers, message),) = door.came
    assert (path, headers["Authorization"]) == ("/mail/incoming", "Bearer door-token")
    assert headers["Content-Type"] == "message/rfc822"
    assert headers["Host"].startswith("help.localhost:")
    assert message.get_content().startswith("It works now.")


def test_a_reply_that_is_not_taken_is_said_to_be_and_kept(help_center, send, door):
    door.status = 403
    response = help_center.post(f"/demo/mail/{send()}/reply", {"text": "It works now."})
    assert response.status_code == 502
    assert "403 so it goes" in text(response)
    assert "It works now.</textarea>" in text(response)


def test_an_empty_reply_is_refused(help_center, send, door):
    response = help_center.post(f"/demo/mail/{send()}/reply", {"text": "  "})
    assert response.status_code == 422
    assert "Write something first." in text(response)
    assert not door.came


def test_replying_by_a_link_is_refused(help_center, send):
    assert help_center.get(f"/demo/mail/{send()}/reply").status_code == 405


def test_nobody_at_the_door_is_not_delivered(settings, send, free_port):
    settings.SITE_URL = f"http://help.localhost:{free_port}"
    letter = find_letter(settings.MAIL_DIR, send())
    with pytest.raises(NotDeliveredError):
        deliver(reply_to(letter, "Hello?", now=NOW))


def test_a_redirecting_door_has_not_taken_it(settings, send, door):
    door.status = 302
    letter = find_letter(settings.MAIL_DIR, send())
    with pytest.raises(NotDeliveredError, match="302"):
        deliver(reply_to(letter, "Hello?", now=NOW))

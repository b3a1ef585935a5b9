"""A mail as it was sent: what a stranger's HTML may do on our pages is a list of what it may, and that is looks."""

import re
import time
from email.message import EmailMessage

import pytest

from tests.pictures import picture
from tests.tickets.conftest import open_ticket, receive
from tickets.mail.shown_html import shown
from tickets.models import IncomingEmail, Ticket

pytestmark = pytest.mark.django_db


def clean(html, *, remote=False, **pictures):
    return shown(html, {f"{name}@x": address for name, address in pictures.items()}, remote=remote, quoted="Quoted")


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</script>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<img src=x onerror=alert(1)>",
        "<body onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href=' data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<iframe src='//evil.example/'></iframe>",
        "<object data='//evil.example/'></object><embed src='//evil.example/'>",
        "<meta http-equiv=refresh content='0;url=//evil.example/'>",
        "<base href='//evil.example/'>",
        "<link rel=stylesheet href='//evil.example/'>",
        "<form action='//evil.example/'><input name=password><button>Log in</button></form>",
        "<style>@import '//evil.example/';</style>",
        "<p style=\"background:url('//evil.example/')\">x</p>",
        "<p style='background-color:\\75rl(//evil.example/)'>x</p>",
        "<p style='color:expression(alert(1))'>x</p>",
        "<p style='position:fixed;top:0'>x</p>",
        "<p style='color:red}body{background:url(//evil.example/)'>x</p>",
        "<p style='font-family:\"x'>x</p>",
        "<p style='width:100px</style><script>alert(1)</script>'>x</p>",
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
        "<img src='//evil.example/p.gif'>",
        "<img srcset='https://evil.example/p.gif 1x'>",
        "<table background='//evil.example/p.gif'></table>",
        "<video src='//evil.example/'></video><audio src='//evil.example/'></audio>",
        "<!--[if mso]><script>alert(1)</script><![endif]-->",
        '<p title="&quot;><script>alert(1)</script>">x</p>',
        "<a href='https://bank.example@evil.example/'>x</a>",
    ],
)
def test_nothing_hostile_is_left(html):
    page = clean(f"<p>Hello</p>{html}")
    whole = page.markup + "".join(page.rules)
    assert "Hello" in page.markup
    assert not re.search(
        r"<(?!/?(p|a|img|table|tbody|tr|td|details|summary|blockquote)\b)|evil|alert\(1\)>|\son\w+=|script:|url\(|"
        r"expression|fixed|src=|srcset|style=|data:|\\|}.*{",
        whole,
    )


def test_what_a_letter_looks_like_stays():
    page = clean(
        "<div dir=rtl style='COLOR: Red !important; font-size:14px'><b>Hi</b> <a href='https://ok.example/?a=1&b=2'>x</a></div>"
    )
    assert page.rules == [".s0:not(#_):not(#_){color:Red;font-size:14px}"]
    assert '<div dir="rtl" class="s0"><b>Hi</b> ' in page.markup
    assert 'href="https://ok.example/?a=1&amp;b=2"' in page.markup
    assert 'target="_blank" rel="noopener noreferrer nofollow"' in page.markup


def test_pictures_from_elsewhere_are_left_out_until_they_are_asked_for():
    html = "<img src='https://track.example/p.gif?who=hanako' alt='Logo'>"
    assert clean(html).has_remote
    assert "track.example" not in clean(html).markup
    assert 'src="https://track.example/p.gif?who=hanako"' in clean(html, remote=True).markup
    assert not clean("<p>x</p>").has_remote


def test_a_picture_that_came_along_stands_at_its_place_and_no_other_does():
    assert '<img src="/mail/pictures/1" alt="x">' in clean("<img src='cid:one@x' alt=x>", one="/mail/pictures/1").markup
    assert "src" not in clean("<img src='cid:two@x'>", one="/mail/pictures/1").markup


def test_only_the_outermost_quotation_is_folded():
    markup = clean("New<blockquote>old<blockquote>older</blockquote></blockquote><p>end").markup
    folded = "<details><summary>Quoted</summary><blockquote>old<blockquote>older</blockquote></blockquote></details>"
    assert markup == f"New{folded}<p>end</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<b><p>" * 70_000,
        "<div><table><td></div></table>" * 16_000,
        "<a><b>" * 20_000 + "</a>" * 20_000,
        "<a " + "x='" * 200_000,
        "<svg><desc><math>" * 20_000,
        "".join(f"<i style='width:{number}px'>x</i>" for number in range(20_000)),
    ],
    ids=["deep", "formatting", "barriers", "misnested", "attributes", "foreign", "styles"],
)
def test_what_is_made_to_take_for_ever_takes_seconds(html):
    began = time.monotonic()
    page = clean(html)
    assert time.monotonic() - began < 20
    assert len(page.rules) <= 4_000


# --- the pages ---


def arrived(html="<p>Look: <img src='cid:one@x'> <img src='https://track.example/p.gif'></p>", content=None):
    """An HTML mail with a picture that joined a ticket."""
    ticket = Ticket.objects.last() or open_ticket()
    message = EmailMessage()
    message["From"], message["To"] = "Hanako <hanako@example.com>", ticket.emails.first().reply_to
    message["Subject"], message["Message-ID"] = "Re: button", "<html@mail.example>"
    message.set_content("Look")
    message.add_alternative(html, subtype="html")
    part = message.get_payload()[1]
    part.add_related(picture() if content is None else content, "image", "jpeg", cid="<one@x>")
    return receive(message.as_bytes())


def address(email, verb="as-sent/"):
    return f"/admin/tickets/incomingemail/{email.pk}/{verb}"


def test_the_frame_has_no_origin_no_script_and_nothing_from_elsewhere(agent):
    email = arrived()
    assert email.outcome == IncomingEmail.Outcome.JOINED
    answer = agent.get(address(email, "as-sent/body/"))
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert "img-src 'self';" in policy
    assert "script" not in policy
    assert re.search(r"style-src 'nonce-([^']+)'", policy)[1] in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "track.example" not in answer.content.decode()


def test_pictures_from_elsewhere_are_asked_for_with_what_that_means(agent):
    email = arrived()
    shown = agent.get(address(email)).content.decode()
    assert "the sender will see that" in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
    asked = agent.get(address(email, "as-sent/body/") + "?pictures=1")
    assert "img-src 'self' https: http:;" in asked.headers["Content-Security-Policy"]
    assert 'src="https://track.example/p.gif"' in asked.content.decode()


def test_the_picture_is_had_by_a_signed_address_that_ends(agent, reader, monkeypatch):
    body = agent.get(address(arrived(), "as-sent/body/")).content.decode()
    place = re.search(r'src="(/mail/pictures/[^"]+)"', body)[1]
    answer = reader.get(place)
    assert (answer.headers["Content-Type"], answer.content) == ("image/jpeg", picture())
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert reader.get(place + "x").status_code == 404
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real + 301)
    assert reader.get(place).status_code == 404


@pytest.mark.parametrize(
    "then", [{"threat": "Eicar"}, {"outcome": "received", "reason": ""}, {"outcome": "unreadable"}]
)
def test_a_signed_address_ends_when_the_scanner_objects_or_the_mail_is_read_again(agent, reader, then):
    email = arrived()
    place = re.search(r'src="(/mail/pictures/[^"]+)"', agent.get(address(email, "as-sent/body/")).text)[1]
    assert reader.get(place).status_code == 200
    IncomingEmail.objects.filter(pk=email.pk).update(**then)
    assert reader.get(place).status_code == 404


def test_mail_that_was_answered_with_the_ways_is_shown_too(agent):
    email = arrived()
    IncomingEmail.objects.update(outcome=IncomingEmail.Outcome.ANSWERED, ticket=None, message=None)
    page = agent.get(f"/admin/tickets/incomingemail/{email.pk}/change/").text
    assert address(email) in page
    assert agent.get(address(email)).status_code == agent.get(address(email, "as-sent/body/")).status_code == 200


def test_what_only_says_that_it_is_a_picture_is_none(agent, reader):
    body = agent.get(address(arrived(content=b"<script>alert(1)</script>"), "as-sent/body/")).content.decode()
    assert reader.get(re.search(r'src="(/mail/pictures/[^"]+)"', body)[1]).status_code == 404


def test_mail_of_a_report_is_not_there_for_who_may_not_see_it(agent, reader):
    email = arrived()
    Ticket.objects.update(rule="compliance")
    assert agent.get(address(email)).status_code == 404
    assert agent.get(address(email, "as-sent/body/")).status_code == 404
    assert reader.get(address(email)).status_code == 302


def test_the_thread_offers_it_for_mail_alone(agent):
    email = arrived()
    thread = agent.get(f"/admin/tickets/ticket/{email.ticket.reference}/change/").content.decode()
    assert thread.count("Show as sent") == 1
    assert address(email) in thread

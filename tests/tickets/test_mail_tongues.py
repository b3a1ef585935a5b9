"""Mail in all of its languages: which one somebody is written to in, that nothing of it is English, where it leads."""

import re
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from messenger.models import Conversation
from tests.every_mail import TYPED, every_mail
from tests.tickets.conftest import mail, open_ticket, receive
from tickets.actions.changing import set_language
from tickets.mail import emails
from tickets.mail.subjects import subject_in
from tickets.models import MailAlias, OutgoingEmail, Report, ReportKind, Topic, TopicText, TopicVersion
from tickets.new_mail.language import language_of
from web import mail_languages
from web.mail_languages import answered_in, mail_language, nearest, page_language
from web.mail_remarks import stored

pytestmark = pytest.mark.django_db
OTHERS = [code for code in mail_languages.names() if code not in {"en", "ja"}]
# What some languages say as English does.
_ALIKE = ("Australia: DIS Standard", "aki", "team")


def lines(text):
    """What is said in it: no addresses, references, numbers, nor what people and names say themselves."""
    for typed in (*TYPED, "Hanako Yamada", "Jane Doe", "Fabrikam", "Product Support", "Fin", "Free", *_ALIKE):
        text = text.replace(typed, " ")
    text = re.sub(r"https?://\S+|\S+@\S+|\b[A-Z]{2,}-[\w-]+", " ", text)
    return {" ".join(line.split()) for line in text.splitlines() if re.search(r"[^\W\d_]{4}", line)}


def shown(html):
    """The words of a mail's HTML, a line an element."""
    html = re.sub(r"<style>.*?</style>|<!--.*?-->", "", html, flags=re.DOTALL)
    return re.sub(r"<(?:/?[a-z!][^>]*)>", "\n", html)


@pytest.fixture
def english(aki, settings):
    """Every mail in English."""
    settings.QUOTED_HISTORY = "last"
    return every_mail("en", aki)


@pytest.mark.parametrize("locale", OTHERS)
def test_nothing_of_any_mail_is_left_in_english(locale, aki, english):
    direction = "rtl" if locale == "ar" else "ltr"
    for name, letter in every_mail(locale, aki).items():
        first = english[name]
        assert not lines(letter.text) & lines(first.text), name
        assert not lines(shown(letter.html)) & lines(shown(first.html)), name
        assert letter.subject != first.subject or TYPED[0] in letter.subject, name
        assert f'<html lang="{locale}" dir="{direction}">' in letter.html, name
        assert "%(" not in letter.text + letter.html + letter.subject, name
        for path in re.findall(rf'{re.escape(site.SITE_URL)}(/[^\s"?<]*)', letter.text + letter.html):
            assert path.startswith("/en/"), path
            assert resolve(path), path


def test_each_language_counts_days_by_its_own_rules():
    def of(locale, count):
        one = "If you still need help, just reply to this email. Otherwise we close the case in a day."
        more = "If you still need help, just reply to this email. Otherwise we close the case in %(days)s days."
        with translation.override(locale):
            return ngettext(one, more, count) % {"days": count}

    assert [of("ru", days).split("через ")[1].split(" мы")[0] for days in (2, 5, 21)] == ["2 дня", "5 дней", "21 день"]
    assert [of("ar", days).split("بعد ")[1] for days in (2, 7, 14)] == ["يومين.", "7 أيام.", "14 يومًا."]
    assert "7 天后" in of("zh-hans", 7)
    assert "in 7 Tagen" in of("de", 7)


def test_a_greeting_is_the_languages_own_with_a_name_and_without():
    def greeting(locale):
        with translation.override(locale):
            return gettext("Hello %(name)s,") % {"name": "Kim"}, gettext("Hello,")

    assert greeting("zh-hans") == ("Kim，您好：", "您好：")
    assert greeting("ko") == ("Kim 님, 안녕하세요.", "안녕하세요.")
    assert greeting("de") == ("Guten Tag Kim,", "Guten Tag,")
    assert greeting("ja")[0] == "Kim 様"


def test_a_reference_and_what_was_typed_keep_their_direction_in_arabic(ticket):
    receipt = open_ticket(locale="ar", subject="It fails!").emails.get()
    assert f"\u2068{receipt.ticket.reference}\u2069" in receipt.body
    assert "\u2068It fails!\u2069" in receipt.body
    assert "<bdi>It fails!</bdi>" in receipt.body_html
    # Machines read the subject line, and so do people who search for the reference.
    assert receipt.subject.startswith(f"[{receipt.ticket.reference}] ")
    assert "\u2068" not in ticket.emails.get().body


def test_words_of_ours_below_somebodys_keep_their_direction_in_arabic():
    body = f"Look <b>. sk-ant-api03-Abcdefghijklmnop1234\n\n{stored('pgp', {})}"
    letter = open_ticket(locale="ar", body=body).emails.get()
    with translation.override("ar"):
        mine = gettext("[This mail is encrypted with PGP. We can’t read it; what came is attached.]")
        mark = f"[\u2068{gettext('API key')}\u2069 sk-ant-"
    assert f'<p dir="auto">{mine}</p>' in letter.body_html
    assert f'<p dir="auto">Look &lt;b&gt;. {mark}' in letter.body_html
    assert mark in letter.body


def test_each_language_is_drawn_with_its_own_letters(aki):
    fonts = {locale: every_mail(locale, aki)["receipt"].html for locale in ("zh-hans", "zh-hant", "ko", "ja")}
    for locale, family in {"zh-hans": "YaHei", "zh-hant": "JhengHei", "ko": "Malgun", "ja": "Yu Gothic"}.items():
        assert [code for code, html in fonts.items() if family in html] == [locale]
    assert "word-break:keep-all" in fonts["ko"]


def test_the_sender_is_named_in_the_language_too():
    sender = emails.sender_of(open_ticket(locale="fr"))
    assert sender.startswith("Équipe Product Support <")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("de-AT", "de"),
        ("pt", "pt-br"),
        ("pt_PT", "pt-br"),
        ("zh", "zh-hans"),
        ("zh-TW", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("EN-us", "en"),
        ("ja-JP", "ja"),
        ("nl", ""),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_tag_is_answered_in_the_nearest_language(wanted, found):
    assert nearest(wanted) == found
    assert mail_language(wanted) == (found or "en")


def test_pages_are_in_a_language_that_they_have():
    assert [page_language(code) for code in ("ja", "de", "nl", "ja-JP")] == ["ja", "en", "en", "ja"]


@pytest.mark.parametrize(
    ("text", "page", "answer"),
    [
        ("Ich kann mich nicht anmelden und brauche bitte Hilfe.", "en", "de"),
        ("لا أستطيع تسجيل الدخول إلى حسابي", "ja", "ar"),
        ("I can't log in, please help.", "ja", "ja"),
        ("ログインできません", "en", "en"),
        ("ok", "ja", "ja"),
    ],
)
def test_who_writes_a_language_without_pages_is_answered_in_it(text, page, answer):
    assert answered_in(text, page) == answer
    assert Conversation(text=text, locale=page).mails_in == answer


@pytest.mark.parametrize(
    ("text", "known", "answer"),
    [
        ("Bonjour, je voudrais annuler mon abonnement, merci.", "", "fr"),
        ("API 429", "de-CH", "de"),
        ("API 429", "nl", "en"),
        ("我想取消订阅，请问怎么操作？", "", "zh-hans"),
    ],
)
def test_a_mail_is_answered_in_its_own_language_else_its_senders(text, known, answer):
    assert language_of("", text, known) == answer


def test_a_report_by_mail_is_a_case_in_words_of_the_pages():
    kind = ReportKind.objects.create(law="eu-dsa", key="illegal")
    MailAlias.objects.create(address="dsa@help.localhost", report_kind=kind)
    row = receive(mail(to="dsa@help.localhost", text="Ich möchte einen Inhalt melden, der nicht erlaubt ist."))
    assert row.ticket.locale == "de"
    assert row.ticket.subject.startswith("EU: Digital Services Act")
    assert "Wir haben Ihre Meldung erhalten." in row.ticket.emails.get().body


def test_mail_goes_on_in_the_language_that_was_chosen(ticket, aki):
    set_language(ticket=ticket, locale="ko", now=timezone.now())
    ticket.refresh_from_db()
    again = emails.notice(ticket, ticket.messages.get(), "owner@example.com")
    assert '<html lang="ko"' in again.body_html
    assert OutgoingEmail.objects.filter(ticket=ticket).count() == 1


# --- what a topic is called ---


@pytest.fixture
def shipped():
    """The topics and kinds of reports that come with the site."""
    call_command("load_topics", verbosity=0)
    call_command("load_report_kinds", verbosity=0)


def asked(locale, **values):
    """The receipt of a ticket whose page was English."""
    topic = Topic.objects.get(slug="billing")
    label = topic.label("en")
    wanted = {"topic": "billing", "topic_label": label, "subject": f"{label}: Warum zweimal?", "locale": locale}
    return open_ticket(**wanted | values).emails.get()


@pytest.mark.parametrize(
    ("locale", "named"), [("de", "Abrechnung und Zahlungen: "), ("ja", "お支払いと請求："), ("ru", "Оплата и счета: ")]
)
def test_a_subject_names_the_topic_in_the_language_of_the_mail(shipped, locale, named):
    letter = asked(locale)
    assert letter.subject.endswith(f"] {named}Warum zweimal?")
    for text in (letter.body, letter.body_html):
        assert f"{named}Warum zweimal?" in text
        assert "Billing" not in text
    # Staff and pages have it as the page did.
    assert letter.ticket.subject == "Billing and payments: Warum zweimal?"


def test_a_topic_without_a_name_in_the_language_is_left_out(shipped):
    TopicText.objects.filter(topic__slug="billing", locale="de").delete()
    TopicVersion.objects.all().delete()
    assert asked("de").subject.endswith("] Warum zweimal?")
    assert asked("en").subject.endswith("] Billing and payments: Warum zweimal?")


def test_words_that_nobody_knows_as_a_topic_stay(shipped):
    assert asked("de", subject="Billing is wrong", topic_label="Billing and payments").subject.endswith(
        "] Billing is wrong"
    )


def test_the_form_of_enterprise_is_named_in_the_language_too(shipped):
    letter = asked("de", topic="", topic_label="Enterprise support form", subject="Enterprise support form: Kein Login")
    assert letter.subject.endswith("] Enterprise-Supportformular: Kein Login")


def test_a_report_is_named_by_law_and_kind_where_the_form_has_pages_in_the_language(shipped):
    kind = ReportKind.objects.filter(law="eu-dsa").first()
    about = {"topic_label": "EU: Digital Services Act", "subject": f"EU: Digital Services Act: {kind.label('en')}"}
    ticket = open_ticket(rule="compliance", topic_kind="compliance", **about)
    Report.objects.create(ticket=ticket, kind=kind, submission=uuid4())
    with translation.override("ja"):
        assert subject_in(ticket, "ja") == f"{kind.get_law_display()}: {kind.label('ja')}"
    assert subject_in(ticket, "en") == ticket.subject
    assert subject_in(ticket, "de") == "Ihre Meldung"

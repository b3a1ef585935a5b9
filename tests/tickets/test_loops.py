"""Which mail no person wrote."""

import pytest

from tickets.mail.loops import Loop, detect


def kind(sender="a@example.com", is_proved=False, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return detect(named, sender=sender, support_address="support@help.example", is_proved=is_proved)


def test_a_persons_mail_is_no_loop():
    assert kind(subject="Out of office hours?", auto_submitted="no", return_path="<a@example.com>") is None


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; owner-email=a@b"},
        {"precedence": "Bulk"},
        {"precedence": "auto_reply"},
        {"precedence": "junk"},
        {"x_auto_response_suppress": "All"},
        {"x_autoreply": "yes"},
        {"x_autorespond": ""},
    ],
)
def test_automatic_replies_are_known_by_their_headers(headers):
    assert kind(**headers) == Loop.AUTO_REPLY


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("a@example.com", {"return_path": "<>"}),
        ("MAILER-DAEMON@mx.example", {}),
        ("postmaster@mx.example", {}),
        ("a@example.com", {"content_type": "multipart/report; report-type=delivery-status"}),
    ],
)
def test_bounces_are_known(sender, headers):
    assert kind(sender, **headers) == Loop.BOUNCE


def test_a_vacation_note_with_an_empty_return_path_is_no_bounce():
    assert kind(return_path="<>", auto_submitted="auto-replied") == Loop.AUTO_REPLY


@pytest.mark.parametrize("headers", [{"list_id": "<x>", "precedence": "bulk"}, {"return_path": "<>"}])
def test_an_answer_that_proves_itself_came_from_a_person(headers):
    assert kind(is_proved=True, **headers) is None


@pytest.mark.parametrize("headers", [{"auto_submitted": "auto-replied"}, {"precedence": "junk"}])
def test_a_machine_that_proves_itself_is_still_a_machine(headers):
    assert kind(is_proved=True, **headers) == Loop.AUTO_REPLY


@pytest.mark.parametrize("headers", [{"list_id": "<x>"}, {"list_unsubscribe": "<x>"}, {"precedence": "list"}])
def test_mailing_lists_are_known(headers):
    assert kind(**headers) == Loop.MAILING_LIST


@pytest.mark.parametrize("sender", ["support@help.example", "Support+hc-1.aa@HELP.example"])
def test_our_own_mail_is_known_whatever_else_it_says(sender):
    assert kind(sender, auto_submitted="auto-replied") == Loop.OWN_MAIL


def test_a_colleagues_address_on_our_domain_is_a_person():
    assert kind("aki@help.example") is None

"""What a macro's text may ask for, what it says then, in which language, and where in a text it is put."""

import pytest

from tickets.macros.languages import chosen
from tickets.macros.variables import Problem, Variable, Wrong, filled, problems, used_in
from tickets.replies.placing import placed

VALUES = {Variable.PERSON_FIRST_NAME: "Hanako", Variable.TICKET_REFERENCE: "HC-7K3M-9Q2X", Variable.PERSON_NAME: ""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello {{ person.first_name }}!", "Hello Hanako!"),
        ("{{person.first_name}}", "Hanako"),
        ("{{  ticket.reference | your case }}", "HC-7K3M-9Q2X"),
        ("Dear {{ person.name | customer }},", "Dear customer,"),
        ("{{ person.name | お客 }}様", "お客様"),
        ("Dear {{ person.name }},", "Dear ,"),
        ("Dear {{ agent.name | a | b }}", "Dear a | b"),
        ("Nothing to fill", "Nothing to fill"),
        ("{ person.name } {{ nobody.knows }}", "{ person.name } {{ nobody.knows }}"),
        ("{{ open", "{{ open"),
        ("", ""),
    ],
)
def test_a_text_is_filled_in(text, said):
    assert filled(text, VALUES) == said


def test_what_is_filled_in_is_not_read_again_and_stays_on_its_line():
    values = {Variable.PERSON_NAME: "{{ ticket.reference }}\nBcc: x", Variable.TICKET_REFERENCE: "HC-1"}
    assert filled("{{ person.name }}", values) == "{{ ticket.reference }} Bcc: x"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello {{ person.first_name | there }}", []),
        ("", []),
        ("Set { x } and }", []),
        ("Hello {{ person.frist_name }}", [Problem(Wrong.UNKNOWN, 1, 7, "person.frist_name")]),
        ("{{}}", [Problem(Wrong.UNKNOWN, 1, 1, "")]),
        ("One\nTwo {{ x }}", [Problem(Wrong.UNKNOWN, 2, 5, "x")]),
        ("One {{ person.name\n}}", [Problem(Wrong.UNCLOSED, 1, 5, "{{ person.name"), Problem(Wrong.STRAY, 2, 1, "}}")]),
        ("{{ a }}\n{{ b }}", [Problem(Wrong.UNKNOWN, 1, 1, "a"), Problem(Wrong.UNKNOWN, 2, 1, "b")]),
        ("{{ PERSON.NAME }}", [Problem(Wrong.UNKNOWN, 1, 1, "PERSON.NAME")]),
        ("{{ " + "x" * 90 + " }}", [Problem(Wrong.UNKNOWN, 1, 1, "x" * 40)]),
    ],
)
def test_wrong_places_are_found_with_their_line_and_letter(text, found):
    assert problems(text) == found


def test_the_variables_of_a_text_are_known():
    assert used_in("{{ person.name }} {{ agent.name | x }} {{ y }} {{") == {Variable.PERSON_NAME, Variable.AGENT_NAME}


@pytest.mark.parametrize("name", Variable)
def test_every_variable_may_be_asked_for(name):
    assert problems(f"{{{{ {name} }}}}") == []
    assert filled(f"{{{{ {name} }}}}", {name: "x"}) == "x"


@pytest.mark.parametrize(
    ("written", "wanted", "taken"),
    [
        (["en", "ja"], "ja", "ja"),
        (["en", "ja"], "fr", "en"),
        (["en", "pt-br"], "pt", "pt-br"),
        (["en", "pt"], "pt-br", "pt"),
        (["en", "zh-hans", "zh-hant"], "zh", "zh-hans"),
        (["ja", "fr"], "de", "fr"),
        ([], "en", ""),
    ],
)
def test_a_macro_speaks_the_nearest_language(written, wanted, taken):
    assert chosen(written, wanted, "en") == taken


@pytest.mark.parametrize(
    ("body", "at", "whole", "caret"),
    [
        ("", None, "MACRO", 5),
        ("Hello", None, "Hello\n\nMACRO", 12),
        ("Hello \n", None, "Hello\n\nMACRO", 12),
        ("Hello you", 6, "Hello MACROyou", 11),
        ("Hello", 0, "MACROHello", 5),
        ("a\r\nb", 2, "a\nMACROb", 7),
        ("🙂 yes", 2, "🙂 MACROyes", 7),
        ("Hello", 99, "Hello\n\nMACRO", 12),
    ],
)
def test_a_text_is_put_where_the_writer_stands(body, at, whole, caret):
    put = placed(body, "MACRO", at)
    assert (put.body, put.caret) == (whole, caret)

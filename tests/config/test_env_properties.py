"""The environment's readers under any value: what they give is what was meant, or the variable is named."""

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config import env

# What an environment can hold: no NUL, no lone surrogates.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@pytest.fixture(autouse=True)
def thing():
    yield
    os.environ.pop("THING", None)


@given(TEXT)
def test_text_is_what_stands_there_without_the_space_around(value):
    os.environ["THING"] = value
    assert env.text("THING", "default") == value.strip()


@given(st.integers())
def test_a_number_is_read_when_it_is_in_range(number):
    os.environ["THING"] = f" {number} "
    if 3 <= number <= 9:
        assert env.integer("THING", 5, least=3, most=9) == number
    else:
        with pytest.raises(ImproperlyConfigured, match=r"^THING="):
            env.integer("THING", 5, least=3, most=9)


@given(TEXT)
def test_any_text_is_a_flag_or_names_the_variable(value):
    os.environ["THING"] = value
    said = value.strip().lower()
    if said in {"1", "true", "yes", "on", "0", "false", "no", "off", ""}:
        assert env.flag("THING") is (said in {"1", "true", "yes", "on"})
    else:
        with pytest.raises(ImproperlyConfigured, match=r"^THING=.* is not a yes or no"):
            env.flag("THING")


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), max_size=5))
def test_words_come_back_in_their_order(words):
    os.environ["THING"] = " ,, ".join(words)
    assert env.words("THING", ["default"]) == words


@given(TEXT, st.integers(1, 65535))
def test_any_password_goes_into_an_address_and_comes_out(password, port):
    from_hex = "".join(f"%{byte:02X}" for byte in password.encode())
    os.environ["THING"] = f"postgresql://me:{from_hex}@db.example:{port}/help"
    read = env.database("THING", {})
    assert (read["PASSWORD"], read["PORT"], read["HOST"]) == (password, str(port), "db.example")


@given(TEXT)
def test_any_text_that_is_no_address_names_the_variable(value):
    os.environ["THING"] = value
    with pytest.raises(ImproperlyConfigured, match=r"^THING="):
        env.database("THING", {})


@given(TEXT)
def test_whatever_follows_the_scheme_is_read_or_refused_by_name(value):
    os.environ["THING"] = f"postgresql://{value}"
    with suppress(ImproperlyConfigured):
        assert env.database("THING", {})["NAME"]


@pytest.mark.parametrize(
    "raw",
    [
        "postgresql://h:port/x",
        "postgresql://h:99999/x",
        "postgresql://[::1/x",
        "http://h/x",
        "postgresql:///",
        "//h/x",
    ],
)
def test_an_address_with_a_slip_names_the_variable(raw):
    os.environ["THING"] = raw
    with pytest.raises(ImproperlyConfigured, match="THING="):
        env.database("THING", {})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_may_say_as_little_as_a_name(scheme):
    os.environ["THING"] = f"{scheme}:///help"
    read = env.database("THING", {})
    assert read == {"NAME": "help", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}


def test_an_address_of_the_newer_internet_is_read():
    os.environ["THING"] = "postgresql://me@[::1]:5433/help"
    read = env.database("THING", {})
    assert (read["HOST"], read["PORT"]) == ("::1", "5433")


def test_options_are_unquoted_and_one_without_a_value_is_empty():
    os.environ["THING"] = "postgresql://h/help?options=-c%20work_mem%3D1MB&sslmode"
    assert env.database("THING", {})["OPTIONS"] == {"options": "-c work_mem=1MB", "sslmode": ""}


def test_a_path_may_begin_at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    os.environ["THING"] = "~/var"
    assert env.path("THING", Path("/")) == tmp_path / "var"


@pytest.mark.parametrize("value", ["", "  "])
def test_a_secret_of_nothing_counts_only_where_nothing_means_something(tmp_path, value):
    os.environ["THING"] = value
    assert env.secret("THING", tmp_path / "thing", lambda: "made", may_be_empty=True) == ""
    assert not (tmp_path / "thing").exists()
    assert env.secret("THING", tmp_path / "thing", lambda: "made") == "made"


def test_processes_that_start_at_once_share_one_secret(tmp_path):
    start, found = threading.Barrier(8), []

    def read(number):
        start.wait(5)
        found.append(env.secret("THING", tmp_path / "thing", lambda: f"secret {number}"))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["thing"]


def test_a_secret_made_a_moment_earlier_elsewhere_stays(tmp_path):
    def make():
        (tmp_path / "thing").write_text("theirs")
        return "ours"

    assert env.secret("THING", tmp_path / "thing", make) == "theirs"


def test_a_secret_that_cannot_be_made_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError):
        env.secret("THING", tmp_path / "deep" / "thing", lambda: str(1 / 0))
    assert list(tmp_path.iterdir()) == []

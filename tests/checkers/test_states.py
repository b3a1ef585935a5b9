"""Nothing for the Nu HTML checker and axe-core to find on any page in any state."""

import re
import warnings
from pathlib import Path

import pytest

from tests.checkers import axe, nu
from tests.checkers.browsing import State

# In one process, so that the states are made once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("checkers")]


def test_every_state_is_another_page(every_state: list[State]) -> None:
    names = [name for name, _html in every_state]
    assert len(names) == len(set(names)) > 110
    assert [name for name, html in every_state if not html.lstrip().lower().startswith("<!doctype html>")] == []


def test_the_nu_checker_finds_nothing(every_state: list[State], tmp_path: Path) -> None:
    try:
        assert nu.findings(every_state, tmp_path) == []
    except nu.NoCheckerError as error:
        # Said among the warnings at the end; the pages' own tests have judged all else.
        warnings.warn(str(error), stacklevel=1)


def test_axe_finds_nothing_in_either_light_and_width(every_state: list[State]) -> None:
    assert axe.findings(every_state) == []


def test_both_would_find_something(tmp_path: Path) -> None:
    faulty = '<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><img src="/static/x"><p hx-get="x">'
    assert any("image-alt" in what for what in axe.findings([("faulty", faulty)]))
    try:
        assert any(re.search(r"faulty: .*hx-get", what) for what in nu.findings([("faulty", faulty)], tmp_path))
    except nu.NoCheckerError:
        assert "make vnu" in nu.WHAT_TO_DO

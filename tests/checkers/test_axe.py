"""What counts as a finding of axe-core: what a bar covers until one scrolls is none, and the states have such pages."""

import pytest

from tests.checkers import axe

pytestmark = pytest.mark.xdist_group("checkers")
PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1>{}</main></body></html>'
SMALL = '<button style="width:10px;height:10px;padding:0;border:0;font-size:5px">{}</button>'


def test_what_is_too_small_wherever_one_scrolls_is_found() -> None:
    found = axe.findings([("small", PAGE.format(SMALL.format("a") + SMALL.format("b")))])
    assert [each.partition(": <")[0] for each in found] == ["small 1280 dark: target-size"] * 2

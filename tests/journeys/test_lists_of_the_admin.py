"""Lists of the admin in an ordinary window: all of a line is there, the filter above it where both have no room."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

type Check = Callable[[Page], None]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_column_is_cut_off(staff_page: Callable[[str], Page], accessible: Check, language: str) -> None:
    page = staff_page("admin")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
    for rows in ("accounts/auditentry", "accounts/user", "tickets/macro"):
        page.goto(f"/admin/{rows}/")
        table = page.locator(".results")
        expect(table).to_be_visible()
        # As a macro that was sent has it, which Django keeps on one line.
        table.locator("td.field-used_at").evaluate_all(
            "all => all.forEach((each) => (each.textContent = '2026年11月28日12:34'))"
        )
        assert table.evaluate("each => each.scrollWidth <= each.clientWidth"), rows
        filters, first = page.locator("#changelist-filter").bounding_box(), table.bounding_box()
        assert filters is not None
        assert first is not None
        assert filters["y"] + filters["height"] <= first["y"], rows
        accessible(page)


def test_in_a_wide_window_the_filter_stands_beside_the_list(staff_page: Callable[[str], Page]) -> None:
    page = staff_page("admin")
    page.set_viewport_size({"width": 1800, "height": 900})
    page.goto("/admin/accounts/auditentry/")
    filters, first = page.locator("#changelist-filter").bounding_box(), page.locator(".results").bounding_box()
    assert filters is not None
    assert first is not None
    assert filters["x"] >= first["x"] + first["width"]

"""A lead reads the report: counts today, chooses a period and a slice, takes numbers along, looks at the wall."""

import csv
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import come_to_help_center
from tests.journeys.site import Site
from tests.journeys.test_enterprise_form import FORM, fill, send

type Check = Callable[[Page], None]


def figure(lead: Page, name: str) -> Locator:
    return lead.locator(".report-figures > div", has=lead.get_by_text(name, exact=True)).locator("strong")


def sheet(lead: Page, link: str) -> list[dict[str, str]]:
    with lead.expect_download() as download:
        lead.get_by_role("link", name=link).click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_lead_reads_what_came_in_today(
    page: Page, site: Site, staff_page: Callable[[str], Page], accessible: Check
) -> None:
    come_to_help_center(page, site, "claude", "Aiko Yamada")
    page.goto(f"{site.help}/en{FORM}")
    fill(page, "Nobody of us can log in.")
    send(page)
    expect(page.locator(".report-key")).to_be_visible()

    lead = staff_page("lead")
    lead.locator(".desk-nav").get_by_role("link", name="Report", exact=True).click()
    expect(lead.locator(".plot")).to_have_count(5)
    accessible(lead)
    lead.get_by_role("button", name="Count today again").click()
    lead.get_by_role("link", name="7 days").click()
    expect(lead.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "true")
    lead.get_by_label("Plan").select_option("Enterprise")
    lead.get_by_label("Table by").select_option("Language")
    lead.get_by_role("button", name="Show").click()

    # The demonstration's sample has nobody of that plan: what is shown came in on this site.
    opened = int(figure(lead, "Opened").inner_text())
    assert opened >= 1
    row = lead.get_by_role("row").filter(has=lead.get_by_role("rowheader", name="English", exact=True))
    expect(row.get_by_role("cell").first).to_have_text(str(opened))
    accessible(lead)
    days = sheet(lead, "Days as CSV")
    assert [int(day["Opened"]) for day in days] == [0, 0, 0, 0, 0, 0, opened]
    assert [line["Opened"] for line in sheet(lead, "This table as CSV")] == [str(opened)]

    lead.goto(lead.get_by_role("link", name="For the wall").get_attribute("href") or "")
    waiting = lead.locator(".wall-signs > div").filter(has_text="Waiting for us").locator("strong")
    assert int(waiting.inner_text()) >= 1
    accessible(lead)

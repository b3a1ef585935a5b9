"""Reports under the law, by anybody: without scripts, in Japanese, at a legacy domain; and to who handles them."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center
from tests.journeys.site import Site

type Check = Callable[[Page], None]


def keyword_on(page: Page) -> str:
    return page.locator(".report-key").nth(1).inner_text()


def test_a_uk_report_without_scripts_is_followed_by_its_keyword(
    plain: Page, new_page: Callable[..., Page], staff_page: Callable[[str], Page], accessible: Check
):
    # From the footer of any page.
    plain.goto("/en/")
    plain.locator(".site-footer").get_by_role("link", name="UK: Online Safety Act report").click()
    plain.get_by_role("button", name="Send the report").click()
    expect(plain.get_by_role("alert")).to_contain_text("everything you typed is still here")
    expect(plain.locator("#id_kind_error")).to_have_text("Choose one.")
    plain.get_by_label("Content reporting duty").check()
    plain.get_by_label("What happened?").fill("The report button does nothing since Monday.")
    plain.get_by_role("button", name="Send the report").click()
    expect(plain.locator("h1")).to_have_text("We have your report")
    reference, keyword = plain.locator(".report-key").first.inner_text(), keyword_on(plain)

    # Whoever handles reports finds it, prints it and answers; no other member of staff does.
    officer = staff_page("officer")
    officer.goto("/admin/tickets/ticket/?view=reports")
    officer.locator("#result_list").get_by_text(reference).wait_for()
    accessible(officer)
    officer.goto(f"/admin/tickets/ticket/{reference}/change/")
    expect(officer.locator(".desk-report")).to_contain_text("Content reporting duty")
    accessible(officer)
    officer.locator("#write-body").fill("The button works again.")
    officer.get_by_role("button", name="Send and set to pending").click()
    expect(officer.locator(".messagelist")).to_contain_text("It stands on the page of the case.")
    officer.goto(f"/admin/tickets/ticket/{reference}/export/")
    expect(officer.locator("main")).to_contain_text("The report button does nothing since Monday.")
    accessible(officer)
    agent = staff_page("agent")
    agent.goto(f"/admin/tickets/ticket/?q={reference}")
    expect(agent.locator("#result_list")).to_have_count(0)
    answer = agent.goto(f"/admin/tickets/ticket/{reference}/change/")
    assert answer is not None
    assert answer.status == 404

    # In another browser, days later: the number and the keyword open the case.
    later = new_page(viewport={"width": 390, "height": 844})
    later.goto("/en/reports/follow-up")
    accessible(later)
    later.get_by_label("Case number").fill(reference)
    later.get_by_label("Keyword").fill(keyword.lower())
    later.get_by_role("button", name="Open the case").click()
    expect(later.locator(".case-thread")).to_contain_text("The button works again.")
    accessible(later)


def test_a_japanese_report_to_the_eu_contact_gets_a_receipt(page: Page, site: Site, accessible: Check):
    page.goto("/ja/reports/eu-dsa")
    accessible(page)
    page.locator("[value=illegal-content]").check()
    page.locator("#id_words").fill("違法なコンテンツが公開されています。")
    page.locator("#id_email").fill("hanae@kaigan.example")
    page.locator("#report-files").set_input_files(
        {"name": "memo.txt", "mimeType": "text/plain", "buffer": "記録".encode()}
    )
    send = page.locator(".report form button.button:not([name])")
    send.click()
    expect(page.locator("#id_place_error")).to_be_visible()
    expect(page.locator("#id_good_faith_error")).to_be_visible()
    expect(page.locator(".report-files")).to_contain_text("memo.txt")
    expect(page.locator("#id_words")).to_have_value("違法なコンテンツが公開されています。")
    accessible(page)
    page.locator("#id_place").fill("https://claude.localhost/share/1")
    page.locator("#id_good_faith").check()
    send.click()
    page.wait_for_url("**/ja/reports/received/**")
    expect(page.locator(".report-key")).to_have_count(1)
    accessible(page)
    mail = site.wait_for_mail(to="hanae@kaigan.example", count=1)[-1]
    body = mail.get_body(("plain",)).get_content()
    assert page.locator(".report-key").inner_text() in body
    assert "違法なコンテンツ" not in body
    link = re.search(r"http://\S+/ja/case/\S+", body)
    assert link
    page.goto(link[0])
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator(".case-reference")).to_be_visible()


def test_an_australian_report_from_a_legacy_domain_meets_no_gate_and_no_bot(page: Page, site: Site, accessible: Check):
    come_to_help_center(page, site, "console", "Mika Berg")
    page.goto("/en/articles/9016025")
    page.get_by_role("link", name="form for reports under the DIS Standard").click()
    expect(page.get_by_role("heading", name="What the eSafety Commissioner is and does")).to_be_visible()
    expect(page.locator("#launcher")).to_have_count(0)
    accessible(page)
    page.get_by_label("Reporting and complaints").check()
    page.get_by_label("What happened?").fill("I found no way to complain.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("h1")).to_have_text("We have your report")
    assert keyword_on(page)
    accessible(page)
    page.get_by_role("link", name="See how your case stands").click()
    expect(page.locator(".case-thread")).to_contain_text("I found no way to complain.")

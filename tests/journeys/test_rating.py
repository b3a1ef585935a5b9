"""Somebody whose case is solved says how it was: by one click in a Japanese mail, and a press."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.chats import go_straight_to_fin
from tests.journeys.people import come_to_help_center
from tests.journeys.site import Site

type Check = Callable[[Page], None]
NAME, ADDRESS = "Sakura Ono", "sakura.ono@hinode.example"


def test_a_click_in_the_mail_chooses_and_a_press_votes(
    plain: Page, new_page: Callable[..., Page], staff_page: Callable[[str], Page], site: Site, accessible: Check
) -> None:
    come_to_help_center(plain, site, "claude", NAME, locale="ja")
    plain.goto("/ja/messenger/")
    go_straight_to_fin(plain, "解約したのに請求されました", topic="subscription")
    plain.locator("[formaction$='/not-solved']").click()
    plain.get_by_role("button", name="Product Support チームに転送する").click()
    reference = plain.locator("[data-author=event] .reference").inner_text()
    agent = staff_page("agent")
    address = f"/admin/tickets/ticket/{reference}/change/"
    agent.goto(address)
    agent.locator("#write-body").fill("返金いたしました。")
    agent.get_by_role("button", name="Send and solve").click()
    expect(agent.locator("#facts .chip").first).to_have_attribute("data-tone", "solved")
    site.bring_forward("tickets.ask_rating")

    mail = site.wait_for_mail(to=ADDRESS, about=reference, count=3)[-1]
    assert "サポートはいかがでしたか" in str(mail["Subject"])
    good, bad = re.findall(r"http://\S+score=\S+", mail.get_body(("plain",)).get_content())

    # Whoever opens the link, a scanner of mail as well, hasn't voted.
    reader = new_page()
    reader.goto(bad)
    expect(reader.locator("html")).to_have_attribute("lang", "ja")
    expect(reader.locator("h1")).to_contain_text("サポートはいかがでしたか")
    expect(reader.locator("input[value=bad]")).to_be_checked()
    accessible(reader)
    agent.goto(address)
    expect(agent.locator(".desk-side")).not_to_contain_text("Not good")

    # Voted, with a word; and another vote instead, by the other link and without scripts.
    reader.locator("textarea").fill("時間がかかりました。")
    reader.locator("form.rating .button").click()
    expect(reader.get_by_role("status")).to_be_visible()
    accessible(reader)
    agent.reload()
    expect(agent.locator(".desk-side")).to_contain_text("時間がかかりました。")
    plain.goto(good)
    expect(plain.locator("textarea")).to_have_value("時間がかかりました。")
    plain.locator("form.rating .button").click()
    expect(plain.get_by_role("status")).to_be_visible()
    agent.reload()
    expect(agent.locator(".desk-side")).to_contain_text("Good")
    expect(agent.locator(".desk-side")).to_contain_text("時間がかかりました。")

"""Pictures that come by mail stand small on the ticket's page and on the case page; a signature's logo but once."""

import time
from collections.abc import Callable
from email.message import EmailMessage
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect

from tests.journeys.people import come_to_help_center, reach_fin
from tests.journeys.site import Site
from tests.pictures import picture

type Check = Callable[[Page], None]

PERSON, EMAIL = "Ren Fujita", "ren.fujita@kaigan.example"
LOGO = ("image001.png", picture("PNG", size=(240, 90)))
SCREEN = ("画面のスクリーンショット.png", picture("PNG", size=(1280, 800)))


def answer_by_mail(site: Site, receipt: EmailMessage, words: str, *files: tuple[str, bytes]) -> None:
    """Hand the site an answer with these files, as a mail server does."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = EMAIL, str(receipt["Reply-To"]), f"Re: {receipt['Subject']}"
    mail["Message-ID"], mail["In-Reply-To"] = f"<{len(words)}@kaigan.example>", str(receipt["Message-ID"])
    mail.set_content(words)
    for name, content in files:
        mail.add_attachment(content, "image", "png", filename=name)
    token = (site.var_dir / "incoming_mail_token").read_text().strip()
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "message/rfc822",
        "Host": f"help.localhost:{site.port}",
    }
    posted = Request(f"http://127.0.0.1:{site.port}/mail/incoming", mail.as_bytes(), headers)
    with urlopen(posted, timeout=20) as answer:
        assert answer.status == 202


def until_pictures(page: Page, number: int, seconds: float = 30) -> None:
    """Load the page again until the worker has kept so many pictures."""
    deadline = time.monotonic() + seconds
    while page.locator("img[src^='/files/']").count() < number:
        assert time.monotonic() < deadline, page.locator("body").inner_text()
        page.wait_for_timeout(300)
        page.reload()


def shows(page: Page, *, folded: int) -> None:
    """Two pictures to look at, and the logo once more behind a press."""
    expect(page.locator("img[src^='/files/']:visible")).to_have_count(2)
    again = page.locator(":is(.files-before, .files-again)")
    expect(again).to_have_count(folded)
    again.first.locator("summary").click()
    expect(again.first.locator("img")).to_have_js_property("naturalWidth", LOGO_WIDTH)
    expect(page.locator(":root")).to_have_js_property("scrollWidth", page.viewport_size["width"])


LOGO_WIDTH = 240


def splits_off(agent: Page) -> None:
    """The form of the last message opens below what is in view; it comes into it, ready to be typed into."""
    split = agent.locator("details.split").last
    split.locator("summary").click()
    expect(split.get_by_label("Subject line")).to_be_focused()
    agent.keyboard.type("The afternoon")  # in place of the subject line of the ticket
    expect(split.get_by_label("Subject line")).to_have_value("The afternoon")
    expect(split.get_by_role("button", name="Split off")).to_be_in_viewport(ratio=1)
    split.get_by_role("button", name="Split off").click()
    expect(agent.locator("h1")).to_have_text("The afternoon")
    agent.locator("#thread [data-kind=event] a").first.click()
    expect(agent.locator("#thread")).to_contain_text("A message became a ticket of its own")


def test_pictures_by_mail_are_looked_at_where_they_were_sent(
    plain: Page, new_page: Callable[..., Page], staff_page: Callable[..., Page], site: Site, accessible: Check
) -> None:
    come_to_help_center(plain, site, "claude", PERSON)
    plain.goto("/en/messenger/")
    reach_fin(plain, text="The page stays white", topic="Something else")
    plain.get_by_role("button", name="No, not yet").click()
    plain.get_by_role("button", name="Forward to the Product Support team").click()
    receipt = site.wait_for_mail(to=EMAIL)[-1]
    answer_by_mail(site, receipt, "It looks like this.", SCREEN, LOGO)
    reader = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    reader.goto(site.case_page_in(receipt))
    until_pictures(reader, 2)
    answer_by_mail(site, receipt, "And it still does, this afternoon.", LOGO)
    until_pictures(reader, 3)
    shows(reader, folded=1)
    with reader.expect_download() as saved:
        reader.get_by_role("link", name=SCREEN[0]).click()
    assert saved.value.suggested_filename == SCREEN[0]

    agent = staff_page("agent")
    reference = reader.locator(".case-reference").inner_text().split()[-1]
    agent.goto(f"/admin/tickets/ticket/{reference}/change/")
    expect(agent.locator(".desk-thread")).to_contain_text("this afternoon")
    shows(agent, folded=1)
    accessible(agent)
    splits_off(agent)
    fresh = new_page()
    fresh.goto(reader.url)
    fresh.wait_for_load_state("networkidle")
    accessible(fresh)

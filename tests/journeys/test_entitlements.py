"""Each row of the entitlement table, walked from home to what that person reaches, in two languages, with and without
JavaScript: each is met often over the rows, without every combination."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import come_to_help_center
from tests.journeys.site import Site

FORWARD, NO = ".button[formaction$='/hand-over']", "[formaction$='/not-solved']"
TYPED = {"en": "How does this work?", "ja": "どうすればよいですか。"}
# What the heading of the way onward says where it leads to no person.
WORDS = {
    ("ask_owner", "en"): "Only an owner can write to our team",
    ("ask_owner", "ja"): "オーナー",
    ("ask_admin", "en"): "Only an admin can write to our team",
    ("ask_admin", "ja"): "管理者",
    ("not_in_plan", "en"): "Your plan doesn't include answers from our team",
    ("sign_in", "en"): "Log in to write to our team",
}


@dataclass(frozen=True)
class Row:
    """A rule and one of the sample people whom it is about; `topic` is picked, and `hidden` isn't offered to them."""

    rule: str
    product: str
    name: str
    topic: str
    hidden: str
    locale: str
    scripts: bool
    ending: str = "ticket"

    def __str__(self) -> str:
        return f"{self.rule}-{self.ending}-{self.locale}-{'scripts' if self.scripts else 'plain'}"


ROWS = [
    Row("individual_paid", "claude", "Theo Laurent", "subscription", "team", "ja", scripts=False),
    Row("org_owner", "claude", "Sakura Ono", "team", "api", "en", scripts=True),
    Row("enterprise_owner", "claude", "Aiko Yamada", "team", "console-members", "ja", scripts=True),
    Row("console_admin", "platform", "Mika Berg", "console-members", "team", "en", scripts=False),
    Row("org_member", "claude", "Daniel Price", "team", "api", "ja", scripts=True, ending="ask_owner"),
    Row("console_member", "platform", "Ines Costa", "api", "billing", "en", scripts=False, ending="ask_admin"),
    Row("designated_contact", "claude", "Ren Fujita", "privacy", "api", "ja", scripts=False),
    Row("free", "claude", "Noor Haddad", "subscription", "team", "en", scripts=True, ending="not_in_plan"),
    Row("free", "claude", "Yui Tanaka", "delete-account", "team", "ja", scripts=False, ending="steps_and_ticket"),
    Row("locked_out", "", "", "locked-out-export", "", "ja", scripts=True, ending="proof_and_ticket"),
    Row("locked_out", "", "", "locked-out-deletion", "", "en", scripts=False, ending="proof_and_ticket"),
    Row("anonymous", "", "", "other", "delete-account", "en", scripts=False, ending="sign_in"),
    Row("legacy_domain", "console", "Jun Nakagawa", "", "", "ja", scripts=False, ending="gate"),
    Row("compliance", "", "", "", "", "en", scripts=False, ending="report"),
    Row("compliance", "console", "Priya Nair", "", "", "ja", scripts=True, ending="report"),
]  # fmt: skip


def send_first_words(page: Page, row: Row) -> None:
    page.goto(f"/{row.locale}/messenger/")
    page.locator("#messenger-text").fill(TYPED[row.locale])
    page.locator("#start-form > .button").click()


def agree(page: Page, following: Locator) -> None:
    """Who agreed in another journey isn't asked again."""
    button = page.locator("form[action$='/agree'] button")
    expect(button.or_(following).first).to_be_visible()
    if button.is_visible():
        button.click()


def pick(page: Page, row: Row) -> None:
    """Through the picker, which has their topics alone."""
    send_first_words(page, row)
    agree(page, page.locator(".topics"))
    expect(page.locator(f".topics [value={row.topic}]")).to_be_visible()
    expect(page.locator(f".topics [value={row.hidden}]")).to_have_count(0)
    page.locator(f".topics [value={row.topic}]").click()


def to_the_way_onward(page: Page, row: Row) -> None:
    """Details where the topic asks for some, Fin's answer, and that it didn't help."""
    details, no = page.locator("form[action$='/details'] > .button"), page.locator(NO)
    expect(details.or_(no)).to_be_visible()
    if details.is_visible():
        expect(page.locator("#id_text")).to_have_value(TYPED[row.locale])
        details.click()
    no.click()
    expect(page.locator(".onward")).to_be_visible()


def becomes_a_ticket(page: Page, row: Row) -> None:
    expect(page.locator(".case-line .reference").first).to_contain_text("HC-")
    expect(page.locator("[data-author=person] .bubble")).to_have_text(TYPED[row.locale])


def ticket(page: Page, site: Site, row: Row) -> None:
    pick(page, row)
    to_the_way_onward(page, row)
    page.locator(FORWARD).click()
    becomes_a_ticket(page, row)
    first, last = row.name.lower().split()
    assert site.wait_for_mail(to=f"{first}.{last}")


def told_why(page: Page, site: Site, row: Row) -> None:
    pick(page, row)
    to_the_way_onward(page, row)
    expect(page.locator(f".onward [data-rule={row.rule}]")).not_to_be_empty()
    expect(page.locator("#onward-title")).to_contain_text(WORDS[row.ending, row.locale])
    expect(page.locator(FORWARD)).to_have_count(0)


def steps_and_ticket(page: Page, site: Site, row: Row) -> None:
    pick(page, row)
    expect(page.locator("[data-author=fin]")).to_have_count(0)
    page.locator("#messenger a[href*='/articles/9017027']").click()
    expect(page.locator(".article-inside")).to_be_visible()
    page.locator("[data-back]").click()
    page.locator("form[action$='/self-service-tried'] .actions button:not([formaction])").click()
    to_the_way_onward(page, row)
    page.locator(FORWARD).click()
    becomes_a_ticket(page, row)


def proof_and_ticket(page: Page, site: Site, row: Row) -> None:
    address = f"{row.topic}@example.com"
    page.goto(f"/{row.locale}/messenger/")
    page.locator("#messenger-text").fill(TYPED[row.locale])
    page.locator("[name=about][value=cant_log_in]").click()
    page.locator(f".topics [value={row.topic}]").click()
    agree(page, page.locator("[name=field_account_email]"))
    page.locator("[name=field_account_email]").fill(address)
    to_the_way_onward(page, row)
    expect(page.locator(FORWARD)).to_have_count(0)
    page.locator(".button[formaction$='/ask-code']").click()
    page.locator("#id_code").fill(site.wait_for_code(to=address))
    page.locator(".button[formaction$='/type-code']").click()
    becomes_a_ticket(page, row)


def gate(page: Page, site: Site, row: Row) -> None:
    send_first_words(page, row)
    expect(page.locator(".typed")).to_contain_text(TYPED[row.locale])
    expect(page.locator("a.button[href*='/sign-in/platform.localhost/']")).to_be_visible()
    expect(page.locator("form[action$='/agree']")).to_have_count(0)
    page.goto(f"/{row.locale}/messenger/search?q=API")
    expect(page.locator(".hits :is(a, .leaves):visible").first).to_be_visible()


def report(page: Page, site: Site, row: Row) -> None:
    page.goto(f"/{row.locale}/messenger/reach")
    page.locator("#messenger a[href$='/reports/uk-osa']").click()
    page.locator("[name=kind]").first.check()
    page.locator("#id_words").fill(TYPED[row.locale])
    page.locator(".report form button.button:not([name])").click()
    page.wait_for_url(f"**/{row.locale}/reports/received/**")
    expect(page.locator(".report-key").first).to_contain_text("HC-")


ENDINGS: dict[str, Callable[[Page, Site, Row], None]] = {
    "ticket": ticket,
    "steps_and_ticket": steps_and_ticket,
    "proof_and_ticket": proof_and_ticket,
    "gate": gate,
    "report": report,
}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_rule_leads_to_its_own_ending(row: Row, new_page: Callable[..., Page], site: Site):
    page = new_page(java_script_enabled=row.scripts)
    if row.name:
        come_to_help_center(page, site, row.product, row.name, locale=row.locale)
    if row.rule not in {"locked_out", "compliance"}:
        page.goto(f"/{row.locale}/messenger/reach")
        expect(page.locator(f"[data-rule={row.rule}]")).not_to_be_empty()
    ENDINGS.get(row.ending, told_why)(page, site, row)


def test_every_rule_is_walked_and_both_languages_with_and_without_scripts():
    rules = {row.rule for row in ROWS}
    assert len(rules) == 12
    assert {(row.locale, row.scripts) for row in ROWS} == {(code, on) for code in ("en", "ja") for on in (True, False)}

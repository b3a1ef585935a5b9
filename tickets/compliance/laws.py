"""The three public forms: what each is called, what it is for, and the article that tells more. Words only."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.models import ReportKind


@dataclass(frozen=True, slots=True)
class Law:
    """One form. `landmark` names the article about it, `template` what the page says before the form."""

    slug: str
    title: str | Promise
    description: str | Promise
    landmark: str
    template: str


LAWS: dict[str, Law] = {
    law.slug: law
    for law in (
        Law(
            slug=ReportKind.Law.EU_DSA,
            title=_("EU: point of contact under the Digital Services Act"),
            description=_("Write to us about a matter under the Digital Services Act. No login, no bot."),
            landmark="eu_contact",
            template="reports/_eu.html",
        ),
        Law(
            slug=ReportKind.Law.UK_OSA,
            title=_("UK: report under the Online Safety Act"),
            description=_("Report that a duty under the Online Safety Act may not have been met. No login, no bot."),
            landmark="uk_report",
            template="reports/_uk.html",
        ),
        Law(
            slug=ReportKind.Law.AU_DIS,
            title=_("Australia: report under the DIS Standard"),
            description=_("Report that we may not comply with the DIS Standard. No login, no bot."),
            landmark="australia_report",
            template="reports/_australia.html",
        ),
    )
}

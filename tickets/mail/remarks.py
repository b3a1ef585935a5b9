"""What the desk says beside a mail's own words: that it is encrypted, that it invites, and to what."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from tickets.mail.bodies import Remark


def with_remarks(text: str, remarks: Iterable[Remark], locale: str) -> str:
    """The text and below it each remark, in the language of the ticket."""
    with override(locale):
        return "\n\n".join(said for said in (text, *(_sentence(remark) for remark in remarks)) if said)


def of_absence(sender: str, until: date | None) -> str:
    """What stands above an automatic reply that is kept as a note: for staff, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        if until is None:
            return gettext("Automatic reply from %(sender)s:") % {"sender": sender}
        day = date_format(until, "DATE_FORMAT")
        return gettext("Automatic reply from %(sender)s, away until %(day)s:") % {"sender": sender, "day": day}


def _sentence(remark: Remark) -> str:
    if remark.kind == "pgp":
        return gettext("[This mail is encrypted with PGP. We can’t read it; what came is attached.]")
    if remark.kind == "smime":
        return gettext("[This mail is encrypted with S/MIME. We can’t read it; what came is attached.]")
    if remark.kind == "smime_signed":
        return gettext("[This mail is packed into an S/MIME signature. What came is attached.]")
    return _invitation(remark.values) if remark.kind == "invitation" else ""


def _invitation(values: dict[str, str]) -> str:
    what, answer = values["summary"], values["answer"]
    answers = {
        "ACCEPTED": gettext("Invitation accepted: %(what)s"),
        "DECLINED": gettext("Invitation declined: %(what)s"),
        "TENTATIVE": gettext("Invitation accepted for now: %(what)s"),
    }
    first = answers.get(answer) or (
        gettext("Invitation withdrawn: %(what)s")
        if values["method"] == "CANCEL"
        else gettext("Answer to an invitation: %(what)s")
        if values["method"] in {"REPLY", "COUNTER"}
        else gettext("Invitation: %(what)s")
    )
    lines = [first % {"what": what or "–"}]
    if values["when"]:
        lines.append(gettext("When: %(when)s") % {"when": values["when"]})
    if values["place"]:
        lines.append(gettext("Where: %(place)s") % {"place": values["place"]})
    return "\n".join(lines)

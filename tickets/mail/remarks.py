"""What the desk says beside a mail's own words: that it is encrypted, that it invites, and to what."""

from collections.abc import Iterable

from django.utils.translation import gettext, override

from tickets.mail.bodies import Remark


def with_remarks(text: str, remarks: Iterable[Remark], locale: str) -> str:
    """The text and below it each remark, in the language of the ticket."""
    with override(locale):
        return "\n\n".join(said for said in (text, *(_sentence(remark) for remark in remarks)) if said)


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

"""What each entitlement answer says to the reader: the sentence for every `Support.reason`. Words only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.entitlements import Support

REASONS: dict[str, str | Promise] = {
    "individual_paid": _("Your plan includes answers from our Product Support team, by email."),
    "org_owner": _("As an owner of your organization you can reach our Product Support team, by email."),
    "enterprise_owner": _(
        "As an owner of your Enterprise organization you can reach our Product Support team, by email."
    ),
    "console_admin": _("As a Console admin you can reach our Product Support team, by email."),
    "designated_contact": _(
        "Your organization named you as its support contact, so our Product Support team answers you by email."
    ),
    "org_member.ask_owner": _(
        "Your seat type doesn't include direct support from people. "
        "A primary owner or owner of your organization can contact us on your behalf."
    ),
    "console_member.ask_admin": _(
        "Your seat type doesn't include direct support from people. "
        "A Console admin of your organization can contact us on your behalf."
    ),
    "free.not_in_plan": _(
        "The Free plan includes all help articles and the AI support bot Fin. "
        "Our Product Support team helps with account deletion when the self-service way didn't work."
    ),
    "free.self_service_first": _(
        "Try deleting your account yourself first. If that doesn't work, our Product Support team helps by email."
    ),
    "ended_lately": _(
        "A plan or role of yours that included our Product Support team has ended lately. "
        "For 30 days they still answer questions about its bills, by email."
    ),
    "plan_shown_wrong": _(
        "Your plan or role decides what you can reach, so our Product Support team checks it when it is shown wrong, "
        "and answers by email."
    ),
    "locked_out.proof": _(
        "You can reach our Product Support team without logging in once we have details that show the account is yours."
    ),
    "anonymous.sign_in": _(
        "To send a message to our Product Support team, log in first. If you can't log in, choose “I can't log in”."
    ),
    "legacy_domain.successor_sign_in": _(
        "You logged in through an address that is being replaced. Before you can send a message, log in at the new one."
    ),
    "compliance": _("Reports under the law are open to everyone, without logging in."),
}


# Where the bot is switched off for somebody, what speaks of it says something else.
_WITHOUT_FIN: dict[str, str | Promise] = {
    "free.not_in_plan": _(
        "The Free plan includes all help articles. "
        "Our Product Support team helps with account deletion when the self-service way didn't work."
    ),
}


def reason_text(support: Support) -> str:
    """The sentence that says why, in the active language."""
    without = None if support.fin.open else _WITHOUT_FIN.get(support.reason)
    return str(without or REASONS[support.reason])

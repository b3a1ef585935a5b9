"""What the kinds of entries are called, and what of a change is written down. A kind without words stands as it is."""

from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "staff_login": _("Login"),
    "staff_password": _("Password was right"),
    "staff_second_step": _("Second step"),
    "staff_sso": _("Company login"),
    "staff_logout": _("Logout"),
    "staff_password_changed": _("Own password changed"),
    "staff_sign_in_changed": _("Own way of logging in changed"),
    "staff_second_step_reset": _("Second step taken away"),
    "staff_session_ended": _("Logged out elsewhere"),
    "staff_groups_synced": _("Groups changed by the company login"),
    "staff_made": _("User made by the company login"),
    "staff_bound": _("User joined to a company login"),
    "staff_unbound": _("User parted from a company login"),
    "staff_logged_out_there": _("Logged out by the provider"),
    "admin_added": _("Added in the admin"),
    "admin_changed": _("Changed in the admin"),
    "admin_deleted": _("Deleted in the admin"),
    "passwords_allowed": _("Passwords allowed again on the server"),
    "proof_shown": _("Proof shown"),
    "proof_file_shown": _("File of a case with proof opened"),
    "report_opened": _("Report under the law opened"),
    "report_exported": _("Report under the law exported"),
    "raw_mail_shown": _("Raw mail shown"),
    "raw_mail_downloaded": _("Raw mail downloaded"),
    "sender_alias_confirmed": _("Other address of a person confirmed"),
    "bulk_move": _("Several tickets changed"),
    "bulk_move_undone": _("Change of several tickets undone"),
    "bulk_merge": _("Several tickets merged"),
    "mail_allowed": _("Mail to an address allowed again"),
    "message_redacted": _("Message redacted"),
    "exported": _("Exported"),
    "golden_exported": _("Golden questions exported"),
    "fin_report_opened": _("Report on Fin opened"),
    "fin_report_exported": _("Report on Fin exported"),
    "person_exported": _("Person exported"),
    "person_erased": _("Person deleted"),
    "api_token_made": _("Token of a program made"),
    "api_token_revoked": _("Token of a program revoked"),
    "api_refused": _("Token of a program refused"),
    "webhook_made": _("Webhook endpoint made"),
    "webhook_changed": _("Webhook endpoint changed"),
    "webhook_secret_renewed": _("Secret of a webhook endpoint renewed"),
    "webhook_switched_off": _("Webhook endpoint switched off"),
    "webhook_switched_on": _("Webhook endpoint switched on"),
    "webhook_stopped": _("Webhook endpoint switched off by itself"),
    "webhooks_sent_again": _("Webhooks sent again"),
    "audit_exported": _("Audit trail exported"),
    "desk_exported": _("Everything exported"),
    "desk_imported": _("Moved in from another desk"),
}


def kind_in_words(kind: str) -> str:
    """In the active language."""
    return str(KINDS.get(kind, kind))


def object_in_words(label: str) -> str:
    """What a kind of object is called; one that this version doesn't know keeps its label."""
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name)) if label else ""
    except (LookupError, ValueError):
        return label


def fields_of(message: Any) -> list[str]:
    """Which fields a change was of, from what Django's history is told; never what was typed into them."""
    if not isinstance(message, list):
        return [str(message)] if message else []
    found: list[str] = []
    for part in message:
        for verb, what in part.items():
            named = what.get("name", "")  # of a row that was changed along with it
            found += [f"{named}: {field}".removeprefix(": ") for field in what.get("fields", [])]
            if named and not what.get("fields"):
                found.append(f"{verb}: {named}")
    return found

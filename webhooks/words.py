"""What became of a webhook, in words: why an address is refused, why one wasn't delivered, why an endpoint stopped."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# By the codes of webhooks.targets and webhooks.posting, and our own.
ERRORS: dict[str, Any] = {
    "malformed": _("This is no address that begins with https://, without a password and without #."),
    "plain": _("It has to begin with https://."),
    "inside": _("It leads into a private network, or to this machine."),
    "unresolved": _("Nobody knows this name."),
    "unreachable": _("Nobody answers there."),
    "tls": _("Its certificate can’t be trusted."),
    "timeout": _("It took too long."),
    "dropped": _("It hung up without an answer."),
    "ours": _("We made a mistake; it is in the log of the server."),
    "stopped": _("The endpoint was switched off."),
    "sealed": _("The secret can’t be read any more, as the key of the site is another one. Make a new secret."),
}

"""Why a model doesn't help with a ticket, in words for an agent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messenger.fin.writers.drafts import Reason

REFUSALS: dict[str, Promise | str] = {
    "off": _("This is switched off."),
    "report": _("Reports under the law are never sent to a model."),
    "closed": _("This ticket is closed: nobody replies on it any more."),
    "short": _("There isn’t enough here to summarize."),
    "too_long": _("The message is too long to be translated."),
    "empty": _("Write the text first."),
    "same_language": _("The customer writes in your language."),
    "markup": _("The model’s answer has HTML in it, which your text hasn’t. Your text is as it was. Try again."),
    "other_language": _("The model answered in another language. Your text is as it was. Try again."),
    "nothing": _("There is nothing here that isn’t translated already."),
    "no_sources": _("No article and no solved ticket fits, so there is nothing to write a draft from."),
    "late": _("It took too long. Try again."),
    Reason.OVER_BUDGET: _("What may be used in a day is used up. It goes on tomorrow."),
    Reason.TIMED_OUT: _("The model didn’t answer in time. Try again."),
    Reason.RATE_LIMITED: _("The model has too much to do right now. Try again in a minute."),
    Reason.OVERLOADED: _("The model has too much to do right now. Try again in a minute."),
    Reason.DECLINED: _("The model declined to write this."),
    Reason.REFUSED: _(
        "The model’s service refused the request. An operator has to look at the key and the model’s name."
    ),
}
_ELSE = _("The model couldn’t be reached, or its answer couldn’t be read. Try again.")


class HelpRefusedError(Exception):
    """A model doesn't help with this, for a reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def in_words(reason: str) -> str:
    """The sentence for a reason, in the active language."""
    return str(REFUSALS.get(reason, _ELSE))

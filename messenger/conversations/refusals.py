"""What the messenger says when something isn't possible: the sentence for every refusal. Words only."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messenger.conversations.flow import Refusal
from messenger.models import Topic
from web.limits import TooOftenError, when_again

REFUSALS: dict[Refusal, str | Promise] = {
    Refusal.WRONG_STEP: _("This conversation has moved on. Here is where it stands now."),
    Refusal.NOT_ENTITLED: _("This conversation can't be forwarded to our Product Support team."),
    Refusal.SUCCESSOR_SIGN_IN: _("Before you can send a message, log in at the new address."),
    Refusal.RIGHTS_TOO_OLD: _("It has been a while since your plan and role were confirmed. Nothing was sent yet."),
    Refusal.TOPIC_NOT_YOURS: _("This topic isn't available to you. Choose one from the list."),
    Refusal.NO_ORGANISATION: _(
        "Your login doesn't say which organization you belong to, so we don't know whom to ask."
    ),
    Refusal.UNKNOWN_STEP: _(
        "The help center is being updated, and this conversation is a step ahead of this page. "
        "Nothing is lost: open it again in a few minutes."
    ),
    Refusal.STILL_IN_LINE: _("Your question is still in line for Fin. There is no need to ask again."),
    Refusal.ADDRESS_NOT_PROVED: _("First confirm the address for our answer, with the code that we send there."),
    Refusal.FIN_IS_ANSWERING: _("Fin is still answering your last message. Try again in a moment."),
}

# By what was done; when it may be done again follows.
TOO_OFTEN: dict[str, str | Promise] = {
    "ask": _("You have sent many messages in a short time."),
    "upload": _("You have sent many files in a short time."),
    "write": _("You have sent many messages in a short time."),
    "start": _("Many conversations were begun in a short time."),
    "code": _("Many codes were asked for in a short time."),
    "hand_over": _("Many conversations were forwarded in a short time."),
    "packet": _("You have asked many times in a short time."),
    "press": _("You have done a lot in a short time."),
    "search": _("Many searches came from your network in a short time."),
}


def no_longer_yours(topic: Topic) -> str:
    """Of a topic that was chosen while it was still offered, in an old page or a kept draft."""
    words = gettext("“%(topic)s” isn't among your topics any more. Choose another one; what you typed is kept.")
    return words % {"topic": topic.label()}


def too_often(refused: TooOftenError) -> str:
    """What was done too often, and when it may be done again."""
    return when_again(refused, after=str(TOO_OFTEN[refused.what]))

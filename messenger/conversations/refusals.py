"""What the messenger says when something isn't possible: the sentence for every refusal. Words only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messenger.conversations.flow import Refusal

REFUSALS: dict[Refusal, str | Promise] = {
    Refusal.WRONG_STEP: _("This conversation has moved on. Here is where it stands now."),
    Refusal.NOT_ENTITLED: _("This conversation can't be forwarded to our Product Support team."),
    Refusal.SUCCESSOR_SIGN_IN: _("Before you can send a message, sign in at the new address."),
    Refusal.RIGHTS_TOO_OLD: _("It has been a while since your plan and role were confirmed. Nothing was sent yet."),
    Refusal.TOPIC_NOT_YOURS: _("This topic isn't available to you. Choose one from the list."),
    Refusal.TOO_MANY_MESSAGES: _("You have sent many messages in a short time. Try again in a while, or sign in."),
    Refusal.FIN_IS_ANSWERING: _("Fin is still answering your last message. Try again in a moment."),
}

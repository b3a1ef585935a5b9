"""A member's packet, made the quick way, and the addresses around it."""

from django.utils import timezone

from messenger.models import Conversation, Packet
from messenger.packets.actions import asking
from messenger.packets.links import token_for
from tests import cast
from tests.messenger.steps import at, chatting

TEXT = "The shared project doesn’t open."


def unsolved(browser: cast.Browser, *, topic: str = "team", **more: str) -> Conversation:
    """Fin's answer didn't help a member."""
    row = chatting(browser, topic=topic, text=TEXT, **more)
    browser.post(at(row, "not-solved"))
    row.refresh_from_db()
    return row


def packed(browser: cast.Browser, *, text: str = TEXT, **more: str) -> Packet:
    """A member has asked."""
    row = unsolved(browser, **more)
    return asking.ask(conversation=row, visitor=browser.visitor, text=text, now=timezone.now())


def page(packet: Packet, verb: str = "", locale: str = "en") -> str:
    """Where the link leads, or one of the verbs below it."""
    return f"/{locale}/messenger/packet/{token_for(packet)}/{verb}"

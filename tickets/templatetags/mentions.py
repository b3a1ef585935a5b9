"""Who is named in a note, for `said`, which marks the names: `{% said … mentioned=message|written_names %}`."""

from django import template

from tickets.models import Message

register = template.Library()


@register.filter
def written_names(message: Message) -> set[str]:
    """The names as they stand in a note; only notes have any, and those of a thread are loaded at once."""
    return {each.written for each in message.mentions.all()} if message.kind == Message.Kind.NOTE else set()

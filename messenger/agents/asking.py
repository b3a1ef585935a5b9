"""The model that helps agents: the one that Fin writes with, with more time and longer texts."""

from django.conf import settings
from django.utils.module_loading import import_string

from messenger.agents.prompts import Prompt
from messenger.fin.writers.drafts import Said

__all__ = ["MOST_TOKENS", "Prompt", "Said", "ask"]

MOST_TOKENS = 4096
# By its name, as its library takes seconds to load and most processes never ask.
_CLAUDE = "messenger.fin.writers.claude"


def ask(prompt: Prompt) -> Said:
    """What it says. Raises WriterUnavailableError."""
    # Nobody's page waits for it, only a worker.
    patience = import_string(f"{_CLAUDE}.Patience")(first_word=20, whole=90)
    writer = import_string(f"{_CLAUDE}.ClaudeWriter")(
        model=settings.FIN_MODEL,
        api_key=settings.ANTHROPIC_API_KEY,
        base_url=settings.ANTHROPIC_BASE_URL,
        most_tokens=MOST_TOKENS,
        patience=patience,
    )
    said: Said = writer.say(prompt.rules, prompt.text)
    return said

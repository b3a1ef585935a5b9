"""The model that helps agents: the one that Fin writes with, with more time and longer texts."""

from django.conf import settings

from messenger.agents.prompts import Prompt
from messenger.fin.writers.claude import ClaudeWriter, Patience
from messenger.fin.writers.drafts import Said

__all__ = ["MOST_TOKENS", "Prompt", "Said", "ask"]

MOST_TOKENS = 4096
# Nobody's page waits for it, only a worker.
_PATIENCE = Patience(first_word=20, whole=90)


def ask(prompt: Prompt) -> Said:
    """What it says. Raises WriterUnavailableError."""
    writer = ClaudeWriter(
        model=settings.FIN_MODEL,
        api_key=settings.ANTHROPIC_API_KEY,
        base_url=settings.ANTHROPIC_BASE_URL,
        most_tokens=MOST_TOKENS,
        patience=_PATIENCE,
    )
    return writer.say(prompt.rules, prompt.text)

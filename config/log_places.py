"""Where log lines go and how they look, as Django's LOGGING says it."""

from typing import Any

from config import env


def configured() -> dict[str, Any]:
    """Everything to standard error, as LOG_FORMAT and LOG_LEVEL ask for it."""
    form = env.choice("LOG_FORMAT", "line", ("line", "json"))
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"quiet": {"()": "config.logs.QuietAway"}},
        "formatters": {"line": {"()": "config.logs.LineFormatter"}, "json": {"()": "config.logs.JsonFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["quiet"]}},
        # Who came in, was refused, and changed what: kept whatever LOG_LEVEL says.
        "loggers": {"audit": {"level": "INFO"}},
        "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    }

"""How large the body of a request may be. No Django: the settings read it."""

# Raw mail, with its files.
_MAIL = 30 * 1024 * 1024
# Patterns of the addresses that take files with a form.
_WITH_FILES = (
    r"/[a-z-]+/case/[^/]+/(?!stop)[a-z]+",
    r"/admin/tickets/ticket/[^/]+/(?:write|draft|insert|preview|later|enclose|take-out)/",
    r"/api/v1/files",
    r"/[a-z-]+/messenger/packet/[^/]+/(?:send|remove|leave)",
    r"/[a-z-]+/(?:reports/[a-z-]+|requests/enterprise)",
    r"/[a-z-]+/messenger/c/[^/]+/(?:ask|ask-again|details|change-topic|solved|not-solved|self-service-tried|hand-over|"
    r"ask-code|type-code|mail-language|leave|pack|ask-owner|leave-packet|"
    r"files(?:/[^/]+/remove)?)",
)


def largest(*, files: int, form: int) -> dict[str, int]:
    """An address's pattern, and its most bytes, where that is more than `form`: with so many bytes of `files`."""
    return {r"/mail/incoming|/mail/provider/[a-z-]+": _MAIL} | dict.fromkeys(_WITH_FILES, files + form)

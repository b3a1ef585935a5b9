"""The texts of the sources, and whose catalogue each belongs to. Knows no language and writes nothing."""

import ast
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from django.utils.translation.template import templatize

# A text that several read is in the first one's catalogue: mail's must be complete in the most languages, the readers'
# in all that have pages.
DOMAINS = ("mail", "django", "desk", "demo")
ROOMS = (
    *("web", "accounts", "helpcenter", "tickets", "messenger", "privacy", "api", "moving", "webhooks"),
    *("demo", "config", "templates"),
)
# What stands in mail to people who aren't staff.
_MAIL = (
    "templates/emails/*",
    "*/emails.py",
    "messenger/packets/mails.py",
    "messenger/conversations/code_mails.py",
    "tickets/new_mail/actions.py",
    "tickets/new_mail/letters.py",
    "tickets/actions/on_behalf.py",
    "tickets/enterprise/title.py",
    "tickets/mail/subjects.py",
    "web/masked_words.py",
    "web/mail_remarks.py",
    "accounts/reasons.py",
)
_DESK = (
    "tickets/desk/*",
    "tickets/macros/*",
    "tickets/replies/*",
    "tickets/reporting/*",
    "tickets/screens/*",
    "tickets/compliance/standing.py",
    "tickets/labels.py",
    "tickets/mail/remarks.py",
    "tickets/forms.py",
    "accounts/sign_in/trying.py",
    "tickets/refusals.py",
    "templates/admin/*",
    "templates/registration/*",
    "templates/tickets/*",
    "privacy/*",
    "templates/privacy/*",
    "api/*",
    "webhooks/*",
    "templates/emails/webhook_stopped.*",
    "messenger/golden/*",
    "helpcenter/forms.py",
    "helpcenter/admin/*",
    "messenger/fin/setup/*",
    "messenger/topics/*",
    "messenger/fin/report/*",
    "messenger/fin/why.py",
    "messenger/fin/filters.py",
    "*/admin.py",
    "accounts/plan_words.py",
    "accounts/staff/*",
    "accounts/audit/*",
    "accounts/sso/*",
    "tickets/automations/*",
    "tickets/redaction/*",
    "tickets/routing/*",
    "tickets/notifying/*",
    "tickets/mentions/*",
    "tickets/proof/*",
    "messenger/agents/*",
    "accounts/staff_admin.py",
    "templates/emails/sign_in_changed.txt",
    "templates/emails/notifications.*",
    "accounts/domain_admin.py",
    "accounts/domain_forms.py",
    "*/apps.py",
    "*/models.py",
    "*/models/*",
)
_DEMO = ("demo/*", "templates/demo/*")
# In files of the desk's: classes whose words others see, too.
_READ_BY_OTHERS = {
    "tickets/models/tickets.py": ("Status", "django"),
    "tickets/models/reports.py": ("Law", "mail"),
    "messenger/conversations/models.py": ("StageName", "django"),
    "helpcenter/forms.py": ("ReactionForm", "django"),
}
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

type _Text = str | tuple[str, ...]


def extract(root: Path) -> dict[str, Catalog]:
    """Every text of the sources with the files it stands in, by domain."""
    catalogs = {domain: Catalog() for domain in DOMAINS}
    found = list(_texts(root))
    owners: dict[tuple[str, str | None], str] = {}
    for name, line, texts, _comments, context in found:
        key = (_first(texts), context)
        owners[key] = min(owners.get(key, "demo"), domain_of(root, name, line), key=DOMAINS.index)
    for name, _line, texts, comments, context in found:
        catalog = catalogs[owners[_first(texts), context]]
        catalog.add(texts, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogs


def domain_of(root: Path, name: str, line: int) -> str:
    """Who reads what stands on this line of the file.

    Readers (django), staff (desk), visitors of the demo, or whoever gets mail.
    """
    if any(fnmatch(name, pattern) for pattern in _DEMO):
        return "demo"
    if not any(fnmatch(name, pattern) for pattern in _DESK):
        return "mail" if any(fnmatch(name, pattern) for pattern in _MAIL) else "django"
    seen, domain = _READ_BY_OTHERS.get(name, ("", "desk"))
    return domain if seen and any(line in lines for lines in _lines_of(root / name, seen)) else "desk"


def template(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[tuple[int, str, _Text, list[str]]]:
    """Babel's way to read a Django template: as the calls that Django's own `templatize` makes of it."""
    calls = templatize(file.read().decode())
    # Among noise; without indentation Python's tokenizer reads it line by line.
    lines = "\n".join(line.strip() for line in calls.splitlines())
    found: Iterator[Any] = extract_python(io.BytesIO(lines.encode()), keywords, comment_tags, options)
    yield from found


def _texts(root: Path) -> Iterator[tuple[str, int, _Text, list[str], str | None]]:
    for room in ROOMS:
        methods: list[tuple[str, Any]] = [("**.py", "python")] if room != "templates" else [("**", template)]
        found: Iterable[Any] = extract_from_dir(
            root / room,
            methods,
            keywords=_KEYWORDS,
            comment_tags=["Translators:"],
            strip_comment_tags=True,
            directory_filter=lambda folder: Path(folder).name not in {"migrations", "__pycache__"},
        )
        for name, line, texts, comments, context in found:
            yield f"{room}/{name}", line, texts, comments, context


def _lines_of(path: Path, seen: str) -> Iterator[range]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef) and node.name == seen:
            yield range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _first(texts: _Text) -> str:
    return texts if isinstance(texts, str) else texts[0]

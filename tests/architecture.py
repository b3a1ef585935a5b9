"""Reads a source tree and says where it breaks docs/architecture.md. Imports nothing of what it reads."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# An app, and the apps that it may import.
MAY_IMPORT: dict[str, set[str]] = {
    "web": set(),
    "accounts": {"web"},
    "helpcenter": {"web"},
    "webhooks": {"accounts", "web"},
    "tickets": {"webhooks", "accounts", "web"},
    "messenger": {"helpcenter", "tickets", "webhooks", "accounts", "web"},
    "privacy": {"messenger", "tickets", "webhooks", "accounts", "web"},
    "api": {"messenger", "helpcenter", "tickets", "webhooks", "accounts", "web"},
    "moving": {"privacy", "messenger", "helpcenter", "tickets", "accounts", "web"},
    "demo": {"config"},
    "config": {"accounts", "helpcenter", "tickets", "messenger", "privacy", "api", "moving", "webhooks", "demo", "web"},
}
# Inside an app nothing imports, directly or through others, what stands above it. Other modules stand where they like,
# as long as that leads to nothing above. An action enqueues tasks and a task may be a shell around an action, so those
# two share a place; that no circle arises is checked too.
LAYERS = {"urls": 5, "views": 4, "admin": 4, "desk": 4, "forms": 3, "actions": 2, "tasks": 2, "emails": 1, "models": 0}
# What writes rows. Only a module that stands among the actions may call one of these; `update` is the queryset's when
# every argument has a name, `delete` when it has none.
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "delete"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "handler", "handlers"}
BANNED_NAMES |= {"service", "services", "data", "info"}
# What a pure module may not touch: the framework, the outside, the clock and chance.
IMPURE_IMPORTS = {"django", "psycopg", "procrastinate", "config", "requests", "socket", "subprocess", "random", "os"}
IMPURE_CALLS = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time|timezone\.now)\(")
SIGNAL_MODULES = {"django.dispatch", "django.db.models.signals", "django.core.signals", "blinker"}
PROMISES_PURITY = re.compile(r"\bno django\b", re.IGNORECASE)
# Modules that decide, and so must promise to be pure.
MUST_BE_PURE = ("entitlements", "identity", "flow", "workflow", "threading", "sla")

INLINE_CODE = re.compile(
    r"""<script(?![^>]*\b(?:src=|type="application/(?:json|ld\+json)"))  # a script without an address
      | <style\b
      | \sstyle\s*=
      | \son[a-z]+\s*=\s*["']
      | \s(?:data-)?hx-on\b
      | \s(?:data-)?hx-trigger\s*=\s*["'][^"']*\[  # a condition, which htmx evaluates
      | javascript:""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Module:
    """One Python file of an app."""

    app: str
    name: str  # dotted, with the app
    path: Path
    tree: ast.Module

    @property
    def parts(self) -> list[str]:
        """The name without the app."""
        return self.name.split(".")[1:]

    @property
    def layer_name(self) -> str:
        """The word of LAYERS that its name says, the outermost first, or "".

        `views`, `views.list`, `ticket_views`, `mail.views` are all views; `models.emails` are models.
        """
        if not self.parts or self.parts[0] in {"management", "templatetags"}:
            return ""
        for part in self.parts:
            words = {part, part.split("_")[0], part.split("_")[-1]}
            if found := next((word for word in LAYERS if word in words), ""):
                return found
        return ""

    @property
    def layer(self) -> int | None:
        """Its place in LAYERS, or None where it has none."""
        return LAYERS.get(self.layer_name)

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    @cached_property
    def imports(self) -> set[str]:
        """What every import names, wherever it stands; those for the type checker alone don't count."""
        found: set[str] = set()
        for node in _walk_running(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{self._base(node)}.{alias.name}" for alias in node.names}
        return found

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".")
        if self.path.name != "__init__.py":
            package = package[:-1]
        package = package[: len(package) - node.level + 1]
        return ".".join([*package, *([node.module] if node.module else [])])


class Tree:
    """A source tree: the modules of its apps (without migrations), its templates."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.modules = {module.name: module for module in self._read()}

    def violations(self) -> list[str]:
        """Everything that breaks a rule, a sentence each; empty when all is well."""
        checks = (
            _app_directions,
            _layers,
            _cycles,
            _imports_in_functions,
            _signals,
            _purity,
            _promises,
            _docstrings,
            _writers,
        )
        found = [sentence for check in checks for sentence in check(self)]
        return sorted({*found, *_names(self), *_inline_code(self), *_unsafe_policies(self)})

    def own_imports(self, module: Module) -> set[str]:
        """The modules of the same app that it imports; a package stands for its __init__."""
        own = {self._resolve(name) for name in module.imports if _app(name) == module.app}
        return own - {"", module.name, module.app}

    def reach(self, module: Module) -> set[str]:
        """Every module of the same app that importing this one leads to."""
        seen: set[str] = set()
        waiting = [module.name]
        while waiting:
            for name in self.own_imports(self.modules[waiting.pop()]) - seen:
                seen.add(name)
                waiting.append(name)
        return seen

    def _resolve(self, name: str) -> str:
        """The module that holds this name: the longest beginning that is one, or ""."""
        while name and name not in self.modules:
            name = name.rpartition(".")[0]
        return name

    def _read(self) -> Iterator[Module]:
        for app in MAY_IMPORT:
            for path in sorted((self.root / app).rglob("*.py")):
                if "migrations" in path.parts:
                    continue
                name = ".".join(path.relative_to(self.root).with_suffix("").parts).removesuffix(".__init__")
                yield Module(app, name, path, ast.parse(path.read_text()))


def _walk_running(tree: ast.AST) -> Iterator[ast.AST]:
    """As ast.walk, without what stands under `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            continue
        yield node
        yield from _walk_running(node)


def _app(name: str) -> str:
    return name.split(".", 1)[0]


def _app_directions(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        for app in {_app(name) for name in module.imports} & set(MAY_IMPORT) - {module.app}:
            if app not in MAY_IMPORT[module.app]:
                yield f"{module.name} imports {app}: {module.app} may not know it."


def _layers(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        for name in tree.reach(module) if module.layer is not None else ():
            layer = tree.modules[name].layer
            if layer is not None and layer > module.layer:
                yield f"{module.name} reaches {name}, which stands above it."


def _cycles(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if module.name in tree.reach(module):
            yield f"{module.name} imports itself in a circle."


def _imports_in_functions(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        for function in ast.walk(module.tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom):
                        yield f"{module.name}:{node.lineno} imports inside a function."


def _signals(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if any(f"{name}.".startswith(f"{signals}.") for name in module.imports for signals in SIGNAL_MODULES):
            yield f"{module.name} uses signals; call the other side by name."


def _purity(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if not PROMISES_PURITY.search(module.docstring):
            continue
        for name in [module.name, *tree.reach(module)]:
            for impure in {_app(imported) for imported in tree.modules[name].imports} & IMPURE_IMPORTS:
                yield f"{module.name} promises to be pure and reaches {impure} through {name}."
        for call in IMPURE_CALLS.findall(module.path.read_text()):
            yield f"{module.name} promises to be pure and calls {call}()."


def _promises(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if module.parts and module.parts[-1] in MUST_BE_PURE and not PROMISES_PURITY.search(module.docstring):
            yield f"{module.name} decides, so its docstring must promise: No Django."


def _writers(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if module.app in {"demo", "config"} or module.layer_name == "actions":
            continue
        if PROMISES_PURITY.search(module.docstring):  # which is checked: it knows no rows
            continue
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and _writes(node)):
            yield f"{module.name}:{call.lineno} writes rows; only actions do."


def _writes(call: ast.Call) -> bool:
    """Whether the call writes a row: `x.save()`, `X.objects.create(…)`, `rows.update(a=1)`; not `super().save()`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    if isinstance(call.func.value, ast.Call) and ast.unparse(call.func.value) == "super()":
        return False
    if call.func.attr == "update":
        return bool(call.keywords) and not call.args
    return call.func.attr != "delete" or not (call.args or call.keywords)


def _docstrings(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if not module.docstring and module.path.read_text().strip():
            yield f"{module.name} has no docstring."


def _names(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        for part in set(module.parts) & BANNED_NAMES:
            yield f"{module.name} is called {part}, which says nothing."


def _inline_code(tree: Tree) -> Iterator[str]:
    folder = tree.root / "templates"
    for path in sorted(folder.rglob("*.html")):
        if path.relative_to(folder).parts[0] == "emails":  # mail programs know nothing else
            continue
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
        for match in INLINE_CODE.finditer(text):
            yield f"{path.relative_to(tree.root)} has inline code: {match.group().strip()}"


def _unsafe_policies(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if re.search(r"'unsafe-|CSP\.\w*UNSAFE", module.path.read_text()):
            yield f"{module.name} loosens the content security policy."

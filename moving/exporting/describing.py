"""What each field of an export says: as JSON Schema beside it, and as the tables of docs/data-export.md."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation

from moving.exporting.kind import Kind
from moving.exporting.kinds import KINDS

_TYPES: tuple[tuple[type[models.Field[Any, Any]], dict[str, str]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "format": "time"}),
    (models.IntegerField, {"type": "integer"}),
    (models.FloatField, {"type": "number"}),
    (models.ForeignKey, {"type": "integer"}),
    (ArrayField, {"type": "array"}),
    (models.JSONField, {}),
)
# What is told of a file besides its row.
FILE_FIELDS = {"sha256": "SHA-256 of the bytes beside", "path": "where they are, from the export's folder on"}
_WITH_FILES = frozenset({"files", "attachments"})


def schema() -> dict[str, Any]:
    """JSON Schema: of each kind, what a line of its file is."""
    kinds = {kind.name: _schema_of(kind) for kind in KINDS}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Export of the desk", "$defs": kinds}


def tables() -> str:
    """The tables of docs/data-export.md."""
    with translation.override("en"):
        return "\n".join(_table_of(kind) for kind in KINDS)


def extra_fields(kind: Kind) -> dict[str, str]:
    """What a kind's lines have that is no column."""
    return FILE_FIELDS if kind.name in _WITH_FILES else {}


def _field(kind: Kind, column: str) -> models.Field[Any, Any]:
    return next(each for each in kind.model._meta.concrete_fields if each.attname == column)


def _schema_of(kind: Kind) -> dict[str, Any]:
    fields: dict[str, Any] = {column: _schema_of_field(_field(kind, column)) for column in kind.columns}
    fields |= {name: {"type": ["string", "null"]} for name in extra_fields(kind)}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _schema_of_field(each: models.Field[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next((dict(said) for kind, said in _TYPES if isinstance(each, kind)), {"type": "string"})
    if isinstance(each, models.ForeignKey) and isinstance(each.target_field, models.CharField):
        found = {"type": "string"}
    if each.null and "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def _table_of(kind: Kind) -> str:
    lines = [f"### {kind.name}.jsonl", ""]
    if kind.reports_alone:
        lines += ["Only with `--with-reports`.", ""]
    if kind.left:
        lines += [f"Left out: {', '.join(f'`{name}`' for name in kind.left.split())}.", ""]
    lines += ["| field | type | what it says |", "| --- | --- | --- |"]
    for column in kind.columns:
        each = _field(kind, column)
        said = _schema_of_field(each).get("type", "any")
        kinds = " or ".join(said) if isinstance(said, list) else said
        lines.append(f"| `{column}` | {kinds} | {_meaning(each)} |")
    lines += [f"| `{name}` | string or null | {words} |" for name, words in extra_fields(kind).items()]
    return "\n".join([*lines, ""])


def _meaning(each: models.Field[Any, Any]) -> str:
    if each.primary_key and not each.is_relation:
        return "key, by which other files refer to it"
    words = str(each.verbose_name)
    if isinstance(each, models.ForeignKey):
        names = [kind.name for kind in KINDS if kind.model is each.related_model]
        words += f"; `{each.target_field.attname}` in {' or '.join(f'{name}.jsonl' for name in names)}" if names else ""
    elif each.choices:
        values = [str(value) for value, _label in each.flatchoices if value not in ("", None)]
        words += f"; {', '.join(f'`{value}`' for value in values)}" if len(values) <= 12 else ""
    return words.replace("|", "\\|")

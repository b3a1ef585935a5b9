"""What the OpenAPI document says of webhooks: the body of each type, for who makes a receiver of it."""

from typing import Any

from pydantic.json_schema import models_json_schema

from api.schemas.webhooks import DATA
from webhooks.kinds import Kind

_REF = "#/components/schemas/{model}"
_HEADERS = {
    "webhook-id": "The same for one thing, however often it comes.",
    "webhook-timestamp": "Of this attempt, in seconds since 1970, UTC.",
    "webhook-signature": "Of id, time and body, as Standard Webhooks has it; see docs/webhooks.md.",
}


def described() -> tuple[dict[str, Any], dict[str, Any]]:
    """The part `webhooks` of the document by type, and the schemas that it points to by name."""
    models = list(dict.fromkeys(DATA.values()))
    _names, made = models_json_schema([(each, "serialization") for each in models], ref_template=_REF)
    return {str(kind): {"post": _operation(kind)} for kind in DATA}, dict(made["$defs"])


def _operation(kind: Kind) -> dict[str, Any]:
    body = {
        "type": "object",
        "properties": {
            "type": {"const": str(kind)},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
            "data": {"$ref": _REF.format(model=DATA[kind].__name__)},
        },
        "required": ["type", "timestamp", "data"],
    }
    return {
        "summary": str(kind),
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
            for name, words in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"2XX": {"description": "It is there. Anything else is tried again for three days."}},
    }

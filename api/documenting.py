"""What the OpenAPI document says beside what is read off the code: errors, headers, and what a token needs."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from api.problems import MEDIA_TYPE
from api.webhooks_document import described

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "What is wrong, as RFC 9457 has it.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "Compare this: it never changes."},
        "title": {"type": "string", "description": "In the language of the request."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "In the language of the request."},
        "reason": {"type": "string", "description": "Of a refusal: the rule that says no."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "Where in the body, as a JSON Pointer."},
                    "parameter": {"type": "string", "description": "Which parameter of the address."},
                },
                "required": ["detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
_LIMITS = {
    "RateLimit": {"description": "How many requests are left, and for how many seconds.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "How many requests in how many seconds.", "schema": {"type": "string"}},
}
_RETRY = {"Retry-After": {"description": "In so many seconds.", "schema": {"type": "integer"}}}
_WORDS = {
    "400": "The body is no JSON.",
    "401": "No token, or one that opens nothing.",
    "403": "The token or its owner may not do that.",
    "404": "There is no such thing for who asks.",
    "409": "A rule says no, it was changed meanwhile, or the same request is still being worked on.",
    "415": "The body isn't said to be JSON.",
    "422": "Something in the request means nothing here.",
    "429": "The token asked too often.",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Of your making, once for each thing to be done. The same request with it again does nothing twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


def complete(document: OpenAPISchema) -> OpenAPISchema:
    """The same document with all of it."""
    document["components"]["schemas"]["Problem"] = _PROBLEM_SCHEMA
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    document["webhooks"], told = described()
    schemas = told | document["components"]["schemas"]
    wanted = _named(document["paths"]) | _named(document["webhooks"])
    while more := _named({name: schemas[name] for name in wanted}) - wanted:
        wanted |= more
    document["components"]["schemas"] = {name: schemas[name] for name in sorted(wanted)}
    return document


def _named(part: Any) -> set[str]:
    """The schemas that a part of the document points to; those of parameters as a whole are ninja's own alone."""
    if isinstance(part, dict):
        here = {str(part["$ref"]).rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        return here.union(*map(_named, part.values()))
    return set().union(*map(_named, part)) if isinstance(part, list) else set()


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    writes = method != "get"
    has_file = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
    statuses = ["401", "403", "422", "429"]
    statuses += ["404"] if "{" in path else []
    statuses += ["400"] if writes else []
    statuses += ["409", "415"] if writes and not has_file else []
    for parameter in operation["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    for response in operation["responses"].values():
        response.setdefault("headers", {}).update(_LIMITS)
    # Keys of the answers are numbers as ninja has them, and text in JSON.
    operation["responses"] = {str(status): each for status, each in operation["responses"].items()}
    for status in sorted(statuses):
        more = {"headers": _LIMITS | _RETRY} if status == "429" else {}
        content = {MEDIA_TYPE: {"schema": _PROBLEM}}
        operation["responses"][status] = {"description": _WORDS[status], "content": content, **more}
    if writes and not has_file:
        operation["parameters"] = [*operation["parameters"], _KEY]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """An address has no null: what isn't given is left out."""
    some = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(some) != 1:
        return schema
    only: dict[str, Any] = some[0]
    return {name: value for name, value in schema.items() if name != "anyOf"} | only

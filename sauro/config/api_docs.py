"""The reference of the API as a page: made on the server, without scripts from anywhere."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class ReferencePage(DocsBase):
    """Operations by subject; `?tag=` chooses the subject that is shown in full."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page."""
        subjects = _subjects(api)
        chosen = request.GET.get("tag", "")
        chosen = chosen if chosen in subjects else next(iter(subjects))
        context = {
            "title": api.title,
            "version": api.version,
            "subjects": {name: len(found) for name, found in subjects.items()},
            "chosen": chosen,
            "operations": subjects[chosen],
            "schema_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "shell/api_reference.html", context)


@cache
def _subjects(api: NinjaAPI) -> dict[str, list[dict[str, Any]]]:
    schema = api.get_openapi_schema()
    bodies = schema["components"]["schemas"]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["Other"])[0]
            found[tag].append(_operation(path, method, operation, bodies))
    return dict(found)


def _operation(
    path: str, method: str, operation: dict[str, Any], bodies: dict[str, Any]
) -> dict[str, Any]:
    content: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    media, asked = next(iter(content.items()), ("", dict[str, Any]()))
    answers = operation["responses"]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "parameters": [
            {**_field(p["name"], p["schema"], bodies), "place": p["in"], "required": p["required"]}
            for p in operation["parameters"]
        ],
        "media": media,
        "asked": _fields(asked.get("schema", {}), bodies),
        "answers": [_answer(status, answers[status], bodies) for status in sorted(answers)],
    }


def _answer(status: int, answer: dict[str, Any], bodies: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = answer.get("content", {})
    schema = next(iter(content.values()), dict[str, Any]()).get("schema", {})
    good = status < 300
    return {
        "status": status,
        "words": answer["description"],
        "type": _type(schema) if schema else "",
        "fields": _fields(schema, bodies) if good else [],
    }


def _fields(schema: dict[str, Any], bodies: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an object, or of the objects of a list."""
    schema = _resolved(schema.get("items", schema), bodies)
    required = schema.get("required", [])
    return [
        {**_field(name, field, bodies), "required": name in required}
        for name, field in schema.get("properties", {}).items()
    ]


def _field(name: str, field: dict[str, Any], bodies: dict[str, Any]) -> dict[str, Any]:
    values = _resolved(field, bodies).get("enum") or _resolved(field.get("items", {}), bodies).get(
        "enum", []
    )
    words = field.get("description", "")
    if values:
        words = f"{words} {', '.join(map(str, values))}".strip()
    return {"name": name, "type": _type(field), "words": words}


def _resolved(schema: dict[str, Any], bodies: dict[str, Any]) -> dict[str, Any]:
    options = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    schema = options[0] if options else schema
    reference = schema.get("$ref", "")
    return bodies.get(reference.rsplit("/", 1)[-1], {}) if reference else schema


def _type(schema: dict[str, Any]) -> str:
    """A type in one or two words."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return schema.get("format") or schema.get("type", "any")

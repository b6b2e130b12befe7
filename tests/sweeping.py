"""Asking every address as every person, and what the answer means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import get_resolver

from sauro.config.api import api
from sauro.core.errors import NotAllowed
from sauro.engines.history.models import Event
from tests import world as worlds
from tests.sweeping_values import BY_PART, BY_SUBJECT, THINGS, VALUES, WORDS
from tests.test_architecture import LIBRARY_ROUTES, patterns
from tests.world import plans

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VISITOR = "visitor"
PEOPLE = (VISITOR, *worlds.PEOPLE)
YES, NO, HIDDEN, LOGIN, NEVER = "yes", "no", "hidden", "log in", "–"

TABLE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
OPEN, DO, API = "Opening a page (GET)", "Doing something (POST)", "Operations of the API"


class Sweep:
    """A world, a browser for each person, and the table of answers."""

    def __init__(self, made: worlds.World) -> None:
        self.world = made
        self.browsers = {name: Client() for name in PEOPLE}
        for name, person in made.people.items():
            self.browsers[name].force_login(person, BACKEND)

    def thing(self, name: str, part: str) -> Any:
        """The record that a part of an address names."""
        known = THINGS.get((name, part)) or BY_SUBJECT.get(
            name.partition("_")[0] if part == "pk" else ""
        )
        shelf = known or BY_PART.get(part) or part.removesuffix("_id")
        return getattr(self.world, shelf)

    def address(self, name: str, parts: list[str]) -> str:
        """The address of a page with records of the world in it."""
        path = "/" + pages()[name][0]
        for part in parts:
            path = re.sub(rf"<\w+:{part}>", str(self.value(name, part)), path)
        return path

    def value(self, name: str, part: str) -> Any:
        """What stands in an address for a part."""
        if part in WORDS or name == "dashboard_panel":
            return WORDS.get(part, "late")
        if part in ("fmt", "kind", "layout"):
            return "nq57" if part == "layout" else "docx"
        if part == "key":
            return "tasks.total" if "figure" in name else "general"
        found = self.thing(name, part)
        if part in ("number", "period"):
            return getattr(found, part)
        if part in ("day", "year"):
            return found.day.isoformat() if part == "day" else found.day.year
        return found.code if part == "code" else found.pk

    def ask(self, person: str, method: str, path: str, **more: Any) -> str:
        """What the answer to one person means; nothing of it stays."""
        kept, events = transaction.savepoint(), Event.objects.count()
        with refusals() as refused:
            answer = getattr(self.browsers[person], method)(path, **more)
        letter = NO if refused else meaning(answer)
        if letter in (NO, HIDDEN, LOGIN, NEVER):
            assert Event.objects.count() == events, f"{person} wrote something at {path}"
        if answer.streaming:
            b"".join(answer.streaming_content)  # which closes the file behind it
        transaction.savepoint_rollback(kept)
        return letter

    def row(self, method: str, path: str, **more: Any) -> dict[str, str]:
        """The answer for each person."""
        return {person: self.ask(person, method, path, **more) for person in PEOPLE}


def _closed(answer: Any) -> None:
    """Close an answer and its files, but not the connection in which the whole world lives."""
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)


@contextmanager
def refusals() -> Iterator[list[str]]:
    """Refusals of the domain, which a page may turn into a message."""
    seen: list[str] = []
    plain = NotAllowed.__init__

    def noted(self: NotAllowed, *args: Any, **more: Any) -> None:
        seen.append("refused")
        plain(self, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NotAllowed, "__init__", noted)
        yield seen


def meaning(answer: Any) -> str:
    """An answer in one word."""
    status = answer.status_code
    assert status < 500, answer.content[:300]
    if status in (301, 302) and answer["Location"].startswith("/dang-nhap/"):
        return LOGIN
    if status == 422 and b'"not_there"' in answer.content:
        return HIDDEN
    return {401: LOGIN, 403: NO, 404: HIDDEN, 405: NEVER}.get(status, YES)


@cache
def pages() -> dict[str, tuple[str, list[str], Any]]:
    """Every page by name: its route, the parts of its address, its view."""
    found = {}
    for route, entry in patterns(get_resolver()):
        if not route.startswith(LIBRARY_ROUTES):
            found[entry.name] = (route, list(entry.pattern.converters), entry.callback)
    return found


def key_of(route: str) -> str:
    """An address as the table of permissions writes it."""
    return "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", route)


@cache
def table() -> dict[str, dict[str, dict[str, str]]]:
    """The committed table: section, address, person, answer."""
    sections: dict[str, dict[str, dict[str, str]]] = {}
    rows: dict[str, dict[str, str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []:
        if line.startswith("## "):
            rows = sections.setdefault(line[3:], {})
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows[cells[0].strip("`")] = dict(zip(PEOPLE, cells[1:], strict=True))
    return sections


@cache
def described() -> dict[str, Any]:
    """The description of the API."""
    return api.get_openapi_schema()


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the API: method, path and description."""
    found = described()["paths"]
    return [
        (method, path, what | {"path": path.removeprefix("/api/v1/")})
        for path, methods in found.items()
        for method, what in methods.items()
    ]


def api_request(sweep: Sweep, method: str, path: str, what: dict[str, Any]) -> tuple[str, dict]:
    """Address and body of a well-made request."""
    name = what["operationId"]
    for part in what["parameters"]:
        if part["in"] == "path":
            value = sweep.value(subject(path, name), part["name"])
            path = path.replace("{" + part["name"] + "}", str(value))
    query = [p for p in what["parameters"] if p["in"] == "query" and p["required"]]
    if query:
        path += "?" + "&".join(f"{p['name']}={_made(p['name'], p['schema'], sweep)}" for p in query)
    content = what.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        from django.core.files.uploadedfile import SimpleUploadedFile

        data = plans.plan_file() if name == "plan_stage" else b"%PDF-1.7\n%%EOF\n%2\n"
        ending = "xlsx" if name == "plan_stage" else "pdf"
        province = sweep.world.province
        named = {"programme": "LV-CT88", "organisation_id": province.pk, "owner": province.code}
        return path, {"data": {**named, "file": SimpleUploadedFile(f"a.{ending}", data)}}
    if not content or method in ("get", "delete"):
        return path, {}
    body = _made("", content["application/json"]["schema"], sweep)
    for field in ("expected_version", "version"):
        if field in body:
            body[field] = _version(sweep, name, what)
    return path, {"data": json.dumps(body), "content_type": "application/json"}


def subject(path: str, name: str) -> str:
    """A name under which the record of an operation is known."""
    word = path.split("/")[3].removesuffix("s")
    return name if any(key[0] == name for key in THINGS) else f"{word}_{name}"


def _made(name: str, schema: dict[str, Any], sweep: Sweep) -> Any:
    if name in VALUES:
        return _known(VALUES[name], sweep)
    schema = next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)
    if "$ref" in schema:
        kept = described()["components"]["schemas"]
        schema = kept[schema["$ref"].rsplit("/", 1)[-1]]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "object":
        fields = schema.get("properties", {})
        wanted = {*schema.get("required", []), *({"done", "reason"} & fields.keys())}
        if "expected_version" in fields or "version" in fields:
            wanted |= {"expected_version", "version"} & fields.keys()
        return {field: _made(field, fields[field], sweep) for field in sorted(wanted)}
    samples = {"array": [], "integer": 1, "number": 1, "boolean": False}
    if kind != "string":
        return samples[kind]
    return "2025-06-01" if schema.get("format") == "date" else "thử nghiệm"


def _version(sweep: Sweep, name: str, what: dict[str, Any]) -> int:
    """The version of the record that the address names, as it stands now."""
    part = next((p["name"] for p in what["parameters"] if p["in"] == "path"), "")
    if not part:
        return 0  # what is not there yet
    thing = sweep.thing(subject(f"/api/v1/{what['path']}", name), part)
    return type(thing).objects.get(pk=thing.pk).version


def _known(value: Any, sweep: Sweep) -> Any:
    if isinstance(value, list):
        return [_known(one, sweep) for one in value]
    if isinstance(value, dict):
        return {name: _known(one, sweep) for name, one in value.items()}
    things = {**sweep.world.people, **sweep.world.things}
    return (
        things[value].pk
        if isinstance(value, str) and value in things and value != "programme"
        else value
    )

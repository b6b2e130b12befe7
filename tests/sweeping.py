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
from tests.test_architecture import LIBRARY_ROUTES, patterns
from tests.world import plans

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VISITOR = "visitor"
PEOPLE = (VISITOR, *worlds.PEOPLE)
YES, NO, HIDDEN, LOGIN, NEVER = "yes", "no", "hidden", "log in", "–"

TABLE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
OPEN, DO, API = "Opening a page (GET)", "Doing something (POST)", "Operations of the API"

# Which record of the world a part of an address names; the first that fits wins.
THINGS: dict[tuple[str, str], str] = {
    ("task_assign", "task_id"): "draft_task",
    ("task_accept", "task_id"): "late_task",
    ("task_refuse", "task_id"): "late_task",
    ("task_reopen", "task_id"): "done_task",
    ("task_resume", "task_id"): "suspended_task",
    ("update_discard", "update_id"): "draft",
    ("alias_remove", "pk"): "alias",
    ("position_edit", "pk"): "position",
    ("position_appoint", "pk"): "position",
    ("position_close", "pk"): "position",
    ("member_create", "pk"): "body",
    ("member_edit", "pk"): "member",
    ("member_end", "pk"): "member",
    ("role_revoke", "pk"): "grant",
    ("bottleneck_accept", "bottleneck_id"): "proposed_bottleneck",
    ("bottleneck_take", "bottleneck_id"): "proposed_bottleneck",
    ("bottleneck_reject", "bottleneck_id"): "proposed_bottleneck",
    ("bottleneck_reopen", "bottleneck_id"): "lifted_bottleneck",
    ("bottleneck_again", "bottleneck_id"): "lifted_bottleneck",
    ("bottleneck_unlink", "link_id"): "bottleneck_link",
    ("role_grant", "pk"): "clerk",
    ("token_revoke", "pk"): "token",
    ("member_add", "pk"): "body",
    ("saved_view_delete", "pk"): "view",
    ("silent_agency", "code"): "department",
    ("unit_detail", "code"): "unit",
    ("commune_list", "code"): "unit",
    ("calendar_clear", "pk"): "decided_day",
    ("calendar_decide", "day"): "decided_day",
    ("calendar_clear", "day"): "decided_day",
    ("calendar_year", "year"): "decided_day",
    ("exchange_send", "pk"): "outgoing",
    ("exchange_recall", "pk"): "sent_message",
    ("draft_approve", "draft_pk"): "submitted_paper",
    ("draft_return", "draft_pk"): "submitted_paper",
    ("draft_number", "draft_pk"): "approved_paper",
    ("draft_sign", "draft_pk"): "numbered_paper",
    ("draft_seal", "draft_pk"): "numbered_paper",
    ("draft_sign_on_paper", "draft_pk"): "numbered_paper",
    ("draft_issue", "draft_pk"): "signed_paper",
    ("draft_version", "number"): "paper_version",
    ("dossier_hand_over", "dossier_pk"): "closed_dossier",
    ("dossier_given", "pk"): "closed_dossier",
    ("register_of_period", "code"): "incoming_register",
    ("snapshot_list", "code"): "province",
    ("snapshot_list", "period"): "snapshot",
    ("duty_missing", "period"): "snapshot",
    ("duty_remind", "period"): "snapshot",
    ("report_duty_remind", "period"): "snapshot",
    ("release_withdraw", "pk"): "public_page",
    ("release_take_back", "pk"): "public_page",
    ("frame_set", "code"): "definition",
    ("frame_file", "code"): "definition",
    ("frame_remove", "code"): "definition",
    ("alert_rule", "code"): "alert_rule",
    ("alert_rule_clear", "code"): "alert_rule",
    ("alert_rule_set", "code"): "alert_rule",
    ("explanation_accept", "request_id"): "explained",
    ("explanation_return", "request_id"): "explained",
}
BY_SUBJECT = {
    "document": "document",
    "dossier": "dossier",
    "exchange": "message",
    "clause": "document",
    "collective": "collective",
    "user": "clerk",
    "unit": "unit",
    "file": "document",
    "merger": "merger",
    "release": "release",
}
BY_PART = {
    "request_id": "explanation",
    "exhibit_id": "exhibit",
    "code": "programme",
    "parent": "department",
    "within": "province",
    "organisation_id": "department",
    "person_id": "clerk",
    "pk": "department",
    "relation_pk": "relation",
    "clause_pk": "clause",
    "file_pk": "file",
    "draft_pk": "paper",
    "dossier_pk": "dossier",
    "entry_pk": "dossier_entry",
    "opinion_pk": "opinion",
    "period": "submission",
}
# A form to be filled in is named by its data set, the unit that owes it and the period.
for _name in (
    *("figure_form", "figure_submit", "figure_take_back", "figure_propose"),
    *("figure_detail", "figure_correct", "figure_cell", "figure_cell_correct"),
    *("filled_form", "filled_form_save", "filled_form_submit"),
    *("filled_form_take_back", "filled_form_propose", "figure_workbook"),
):
    THINGS[_name, "organisation_id"] = "commune"
for _name in ("figure_submit", "filled_form_save", "filled_form_submit"):  # still a draft
    THINGS[_name, "data_set_id"] = "second_data_set"
# Good values for bodies of the API, by the name of the field.
VALUES = {
    "subject_kind": "programmes.task",
    "subject_id": "late_task",
    "keys": [{"kind": "programmes.task", "id": "late_task"}],
    "remedy_on": "2025-06-30",
    "since": "2025-01-01",
    "until": "2025-12-31",
    "programme": "LV-CT88",
    "owner": "LV",
    "owner_id": "province",
    "code": "LV-MOI",
    "month": "2025-06-01",
    "on": "2025-06-01",
    "wanted_due_on": "2025-09-30",
    "starts_on": "2025-01-01",
    "issued_on": "2025-02-03",
    "due_on": "2025-09-30",
    "valid_from": "2025-05-01",
    "percent": 50,
    "done": "Đã làm",
    "verdict": "linked",
    "relation": "amends",
    "organisations": ["LV-DONGHAI"],
    "organisation_ids": ["commune"],
    "arrived_on": "2025-06-10",
    "recalled_on": "2025-06-10",
    "source_ids": ["department"],
    "into_id": "other_department",
    "other_id": "late_task",
    "document_id": "document",
    "target_id": "older",
    "parent_id": "department",
    "organisation_id": "department",
    "person_id": "clerk",
    "username": "nguoi-moi",
    "kinds": ["union"],
    "ids": ["update"],
    "rows": [{"task_id": "task", "nothing_new": True}],
    "symbol": "QĐ-UBND",
    "number": "77",
    "url": "https://example.test/",
    "approve": True,
    "indicator": "HV",
    "indicator_id": "classes",
    "same_indicator_id": "rate",
    "lines": [{"indicator_id": "classes"}],
    "first_period": 2025 * 12,
    "value": "1.200",
    "period": "2025-06",
    "year": 2025,
    "started_on": "2025-01-02",
    "ended_on": "2025-06-02",
    "definition": "party",
    "sha256": "0" * 64,
    "raised_by": "LV-SKHCN",
    "responsible": "LV-SKHCN",
    "lift_by": "2025-07-31",
    "into_bottleneck_id": "other_bottleneck",
    "bottleneck_id": "bottleneck",
    "updates": ["obstacle_update"],
}


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
        if part == "extension" or name == "dashboard_panel":
            return "json" if part == "extension" else "late"
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

"""Every operation of the API, tried with made-up requests: no fault, no undeclared answer."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sauro.config.api import api
from sauro.domains.accounts import services as account_services
from tests import world

pytestmark = pytest.mark.django_db
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
EXAMPLES = 12
# Files themselves, tested elsewhere.
FILES = ("/files/{file_pk}", "/evidence/{evidence_id}", "/files/{exhibit_id}")
FORM = {"organisation_id": "commune", "period": "submission"}
NAMED = {"code": "programme", "pk": "", "file_pk": "file"}
SUBJECTS = {
    "organisations": "department",
    "documents": "document",
    "units": "unit",
    "tokens": "token",
}


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with world.living(django_db_blocker) as made:
        monitor = made.people["monitor"]
        made.things["secret"] = account_services.issue_token(
            user=monitor, name="thử", by=monitor, at=world.NOW
        )[1]
        yield made
    for signal in signals:
        signal.connect(close_old_connections)


def operations():
    found = api.get_openapi_schema()["paths"]
    return [
        (method.upper(), path)
        for path, methods in found.items()
        for method in methods
        if not path.endswith(FILES)
    ]


@pytest.fixture(scope="module")
def described(seeded):
    found = schemathesis.openapi.from_dict(api.get_openapi_schema())
    found.app = get_wsgi_application()
    return found


def real_ids(case: Any, made: world.World) -> None:
    """Half of the requests ask for records that exist."""
    for name in list(case.path_parameters or {}):
        thing = _thing(case.path, name, made)
        if thing is not None and len(str(case.path_parameters[name])) % 2:
            known = {"code": "code", "period": "period"}.get(name, "pk")
            case.path_parameters[name] = getattr(thing, known, None)


def _thing(path: str, name: str, made: world.World) -> Any:
    if path.startswith("/api/v1/figures/forms/") and name in FORM:
        return made.things[FORM[name]]
    if name.endswith("_id"):
        return made.things.get(name.removesuffix("_id"))
    subject = re.match(r"/api/v1/(\w+)", path)[1]
    return made.things.get(NAMED.get(name) if subject == "programmes" else SUBJECTS.get(subject))


@pytest.mark.parametrize(("method", "path"), operations())
def test_an_operation_answers_as_declared(method, path, described, seeded):
    headers = {"Authorization": f"Bearer {seeded.secret}", "Accept-Encoding": "identity"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path][method].as_strategy())
    def tried(case):
        real_ids(case, seeded)
        kept = transaction.savepoint()
        try:
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)
        finally:
            transaction.savepoint_rollback(kept)

    tried()


def test_every_operation_has_a_summary_a_subject_and_declared_errors():
    found = api.get_openapi_schema()
    names = []
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            assert operation["summary"], (path, method)
            assert operation["tags"], (path, method)
            assert operation["security"], (path, method)
            answers = {int(status) for status in operation["responses"]}
            assert {400, 401, 403, 404, 422, 429} <= answers, (path, method)
            assert {200, 201, 204} & answers, (path, method)
    assert len(names) == len(set(names))


def test_the_reference_page_needs_no_script_from_anywhere(client):
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "//" not in re.sub(
        r"https?://localhost", "", "".join(re.findall(r'src="([^"]*)"', text))
    )
    assert "<script>" not in text
    for tag in re.findall(r'href="(\?tag=[^"]*)"', text):
        found = client.get(f"/api/v1/docs{tag}")
        assert found.status_code == 200
        assert len(found.content) < 60_000, tag


def test_an_address_that_does_not_exist_answers_in_json(client):
    answer = client.get("/api/v1/khong-co")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_no_two_bodies_share_a_name():
    homes = {}
    for module in [name for name in sys.modules if re.match(r"sauro\..*\.?api", name)]:
        for name, found in vars(sys.modules[module]).items():
            if isinstance(found, type) and issubclass(found, Schema) and found is not Schema:
                homes.setdefault(name, set()).add(found.__module__)
    twice = {name: sorted(modules) for name, modules in homes.items() if len(modules) > 1}
    assert twice == {}

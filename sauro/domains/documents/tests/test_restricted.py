"""Papers above open: nobody but those in charge learns of one, on any page or in any file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from conftest import give, make_user
from sauro.domains.documents import services
from sauro.domains.documents.models import Document, Dossier
from sauro.domains.documents.tests import factories
from sauro.domains.documents.tests.test_dossiers import new

WORDS = "Gạo Tím Kín Đáo"
PEOPLE = ("clerk", "head", "monitor", "leader", "inspector", "stranger", "keeper")
_VARIES = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"|nonce="[^"]+"'
)
_PAGES = (
    "/van-ban/",
    "/van-ban/?tab=incoming",
    "/van-ban/?tab=outgoing",
    "/van-ban/?q=gao+tim",
    "/van-ban/?q=997",
    "/van-ban/?format=csv",
    "/van-ban/?format=json",
    "/van-ban/?secrecy=confidential",
    "/van-ban/goi-y/?q=gao",
    "/van-ban/moi/",
    "/van-ban/thong-ke/?year=2025",
    "/van-ban/mat-can-cu/",
    "/van-ban/so/",
    "/van-ban/lien-thong/",
    "/van-ban/du-thao/",
    "/van-ban/ho-so/",
    "/van-ban/ho-so/nop-luu/",
    "/van-ban/so-sach/?output=incoming&organisation={p}&since=2025-01-01&until=2025-12-31",
    "/van-ban/so-sach/?output=outgoing&organisation={p}&since=2025-01-01&until=2025-12-31",
    "/van-ban/so-sach/?output=incoming_handled&organisation={p}&since=2025-01-01&until=2025-12-31",
    "/van-ban/so-sach/?output=outgoing_handled&organisation={p}&since=2025-01-01&until=2025-12-31",
    "/van-ban/so-sach/?output=dossiers&organisation={p}&since=2025-01-01&until=2025-12-31",
    "/van-ban/{d}/",
    "/van-ban/{d}/so-do/",
    "/van-ban/{d}/sieu-du-lieu/",
    "/van-ban/ho-so/{h}/",
    "/van-ban/han-che/",
    "/api/documents",
    "/api/documents?q=gao",
    "/api/documents/{d}",
    "/api/documents/cited?line=997%2FCV-TU",
    "/api/dossiers",
    "/api/dossiers/{h}/entries",
    "/api/registers/outgoing?organisation_id={p}&since=2025-01-01&until=2025-12-31",
)


def _read(client: Client, path: str) -> tuple[int, bytes]:
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, _VARIES.sub(b"", body)


@pytest.fixture
def places(
    province: Any, monitor: Any, plan: Document, at: Any, request: Any
) -> tuple[dict[str, int], dict[str, Any]]:
    """Somebody of every kind, a document, and a dossier that holds it."""
    dossier: Dossier = services.create_dossier(owner=province, dossier=new(), by=monitor, at=at)
    services.file_in_dossier(dossier=dossier, document=plan, by=monitor, at=at)
    people = {name: request.getfixturevalue(name) for name in PEOPLE if name != "keeper"}
    people["keeper"] = give(make_user("van-thu", "Văn Thư"), "records_clerk", province)
    return {"p": province.pk, "d": plan.pk, "h": dossier.pk}, people


def _plant(province: Any, plan: Document, admin: Any, at: Any) -> Document:
    """Confidential papers in every way in which one can stand in the register."""
    arrival = services.NewArrival(arrived_on=at.date(), passed_to=WORDS)
    came = services.register_document(
        particulars=factories.particulars(
            number="996", symbol="CV-TU", abstract=WORDS, secrecy="secret", issuer_name=WORDS
        ),
        owner=province,
        arrival=arrival,
        by=admin,
        at=at,
    )
    made = factories.document(
        owner=province,
        number="997",
        symbol="CV-TU",
        abstract=WORDS,
        secrecy="confidential",
        flow="outgoing",
        by=admin,
        at=at,
    )
    for source, target in ((made, plan), (came, plan)):
        services.relate_documents(
            source=source, target=target, relation="replaces", by=admin, at=at
        )
    return made


def test_no_page_file_or_count_changes_when_a_secret_paper_is_entered(
    places: Any, province: Any, plan: Document, admin: Any, at: Any, addresses: Any, browse: Any
) -> None:
    keys, people = places
    paths = [path.format(**keys) for path in _PAGES]
    clients = {name: browse(user) for name, user in people.items()}
    before = {(name, path): _read(clients[name], path) for name in clients for path in paths}
    made = _plant(province, plan, admin, at)
    changed = []
    for (name, path), (status, body) in before.items():
        now, content = _read(clients[name], path)
        if (now, content) != (status, body) or WORDS.encode() in content:
            changed.append((name, path, status, now))
    assert changed == []
    assert all(_read(one, f"/van-ban/{made.pk}/")[0] == 404 for one in clients.values())


@pytest.mark.parametrize("person", PEOPLE[:-1])
def test_the_list_does_not_exist_for_others(
    person: str, secret: Document, browse: Any, addresses: Any, request: Any
) -> None:
    client = browse(request.getfixturevalue(person))
    assert client.get("/van-ban/han-che/").status_code == 404
    assert "han-che" not in client.get("/van-ban/").content.decode()


def test_those_in_charge_have_the_list_apart(
    secret: Document, plan: Document, admin: Any, browse: Any, addresses: Any
) -> None:
    client = browse(admin)
    page = client.get("/van-ban/han-che/").content.decode()
    assert secret.reference in page
    assert plan.reference not in page
    register = client.get("/van-ban/").content.decode()
    assert "han-che" in register
    assert secret.reference not in register
    assert secret.reference not in client.get("/van-ban/thong-ke/?year=2025").content.decode()


def test_every_way_to_add_content_names_the_rule(secret: Document, admin: Any, at: Any) -> None:
    from sauro.domains.documents.services import filing

    word = factories.PDF
    with pytest.raises(services.SecrecyRefused, match="stays outside this system"):
        services.attach_file(document=secret, file=word, name="a.pdf", by=admin, at=at)
    with pytest.raises(services.SecrecyRefused, match="stays outside this system"):
        services.add_clause(document=secret, label="Điều 1", content="x", by=admin, at=at)
    with pytest.raises(services.SecrecyRefused, match="stays outside this system"):
        filing.file_document(secret, word, "a.pdf", by=admin, at=at)
    assert not secret.files.exists()

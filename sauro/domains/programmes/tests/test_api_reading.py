"""What is read over the API: the dashboard, the search, and nothing of confidential documents."""

from __future__ import annotations

import pytest

from sauro.domains.documents.tests.factories import document
from sauro.domains.programmes.services import details

pytestmark = pytest.mark.django_db
SECRET = ("911", "MATKHAU/UB", "Kế hoạch tuyệt đối kín")


@pytest.fixture
def secret(task, province, system, at):
    """A confidential document that a task answers, added by somebody in charge of both."""
    found = document(
        owner=province,
        by=system,
        at=at,
        number=SECRET[0],
        symbol=SECRET[1],
        abstract=SECRET[2],
        secrecy="confidential",
    )
    details.add_mandate(task=task, document=found, by=system, at=at)
    return found


def test_the_dashboard_adds_up(api_of, task, monitor, clerk, stranger):
    found = api_of(monitor)("get", "/dashboard").json()
    assert found["total"] == sum(found["by_class"].values()) == 1
    assert sum(row["total"] for row in found["by_group"]) == 1
    [agency] = found["by_agency"]
    assert (agency["code"], agency["total"]) == ("LV-SKHCN", 1)
    assert found["programmes"] == [task.programme.code]
    past = api_of(monitor)("get", "/dashboard?as_of=2020-01-01").json()
    assert (past["as_of"], past["total"]) == ("2020-01-01", 0)
    assert api_of(stranger)("get", "/dashboard").json()["programmes"] == []
    assert api_of(clerk)("get", "/dashboard").status_code == 403


def test_a_search_finds_what_its_reader_may_see(api_of, task, monitor, stranger):
    word = task.title.split()[0]
    found = api_of(monitor)("get", f"/search?q={word}").json()
    assert task.title[:40] in str(found)
    assert task.title[:40] not in str(api_of(stranger)("get", f"/search?q={word}").json())
    assert api_of(monitor)("get", "/search?q=a").status_code == 422


@pytest.mark.parametrize("who", ["clerk", "head", "leader", "inspector", "monitor"])
def test_no_answer_names_a_confidential_document(api_of, task, secret, who, request):
    call = api_of(request.getfixturevalue(who))
    for path in (
        *(f"/tasks/{task.pk}", f"/tasks/{task.pk}/history", f"/programmes/{task.programme.code}"),
        *("/documents", f"/documents?q={SECRET[0]}", f"/documents/{secret.pk}", "/search?q=911"),
        f"/documents/cited?line={SECRET[0]}/{SECRET[1]}",
    ):
        told = call("get", path).content.decode()
        told = told.partition('"documents"')[2] if "cited" in path else told
        assert [word for word in SECRET[1:] if word in told] == [], path
    assert call("get", f"/tasks/{task.pk}").json()["mandates"] == []


def test_those_in_charge_of_confidential_documents_see_them(api_of, task, secret, system):
    [shown] = api_of(system)("get", f"/tasks/{task.pk}").json()["mandates"]
    assert shown["document_id"] == secret.pk


@pytest.mark.parametrize("query", ["", "?format=docx&kind=tasks", "?kind=months&year=2025"])
def test_the_annex_is_a_file(api_of, task, clerk, stranger, query):
    path = f"/programmes/{task.programme.code}/annex{query}"
    answer = api_of(clerk)("get", path)
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert answer["Content-Disposition"].startswith('attachment; filename="LV-KH57-')
    assert api_of(stranger)("get", path).status_code == 404

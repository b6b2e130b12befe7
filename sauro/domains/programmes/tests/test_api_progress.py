"""Progress over the API: drafts, submissions, verification, and bodies that cannot be."""

import pytest

from sauro.domains.programmes.models import ProgressUpdate
from sauro.domains.programmes.tests.api_calls import ROOT, update_body
from sauro.domains.programmes.tests.factories import make_task, progress_of, report
from sauro.engines import access

pytestmark = pytest.mark.django_db


def test_a_draft_is_kept_submitted_returned_and_corrected(api_of, task, clerk, monitor):
    work, watch = api_of(clerk), api_of(monitor)
    draft = work("post", f"/tasks/{task.pk}/draft", update_body(30)).json()
    assert draft["state"] == "draft"
    assert watch("get", f"/updates/{draft['id']}").status_code == 404
    link = {"name": "Biên bản", "url": "https://example.test/bien-ban"}
    told = work(
        "post",
        f"/tasks/{task.pk}/updates",
        update_body(35, update_id=draft["id"], expected_version=1, links=[link]),
    ).json()
    assert (told["id"], told["state"]) == (draft["id"], "submitted")
    assert [proof["url"] for proof in told["evidence"]] == [link["url"]]
    back = watch("post", f"/updates/{told['id']}/return", {"reason": "Thiếu số liệu"}).json()
    assert (back["state"], back["return_reason"]) == ("returned", "Thiếu số liệu")
    again = work("post", f"/tasks/{task.pk}/updates", update_body(36, update_id=told["id"])).json()
    assert (again["id"], again["state"]) == (told["id"], "submitted")
    assert ProgressUpdate.objects.count() == 1
    assert work("delete", f"/updates/{told['id']}").status_code == 409


def test_an_update_of_another_task_cannot_be_taken_over(
    api_of, programme, department, task, clerk, monitor, at
):
    other = make_task(programme=programme, lead=department, by=monitor, at=at, title="Việc khác")
    work = api_of(clerk)
    draft = work("post", f"/tasks/{other.pk}/draft", update_body(30)).json()
    answer = work("post", f"/tasks/{task.pk}/updates", update_body(50, update_id=draft["id"]))
    assert answer.status_code == 404
    assert ProgressUpdate.objects.get().task_id == other.pk


def test_nothing_new_and_throwing_a_draft_away(api_of, task, clerk):
    work = api_of(clerk)
    told = work("post", f"/tasks/{task.pk}/no-change", {"month": "2025-06-01"})
    assert (told.status_code, told.json()["state"]) == (201, "noted")
    draft = work("post", f"/tasks/{task.pk}/draft", update_body(30)).json()
    assert work("delete", f"/updates/{draft['id']}").status_code == 204
    assert work("get", f"/updates/{draft['id']}").status_code == 404


def test_nobody_verifies_his_own_update_not_even_in_bulk(api_of, task, head, monitor, at):
    from conftest import give

    give(monitor, "agency_head", task.lead)
    access.forget(monitor)
    own = report(task=task, by=monitor, at=at)
    call = api_of(monitor)
    assert call("post", f"/updates/{own.pk}/verify").json()["code"] == "own_update"
    outcome = call("post", "/updates/verify", {"ids": [own.pk, 4711]}).json()
    assert outcome["verified"] == []
    assert [one["id"] for one in outcome["refused"]] == [own.pk]


def test_many_are_verified_at_once(api_of, programme, department, clerk, monitor, at):
    tasks = [
        make_task(programme=programme, lead=department, by=monitor, at=at, title=f"Việc số {n}")
        for n in range(3)
    ]
    ids = [report(task=task, by=clerk, at=at).pk for task in tasks]
    assert api_of(monitor)("post", "/updates/verify", {"ids": ids}).json()["verified"] == ids


def test_bodies_that_cannot_be_read_or_are_too_large(api_of, task, clerk, settings):
    call = api_of(clerk)
    path = f"{ROOT}/tasks/{task.pk}/updates"
    broken = call.browser.post(path, data="{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "bad_request")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    large = call("post", f"/tasks/{task.pk}/updates", update_body(done="x" * 200))
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
    long = call("post", f"/tasks/{task.pk}/updates", update_body(done="x" * 20_000))
    assert (long.status_code, long.json()["field"]) == (422, "done")
    nought = call("post", f"/tasks/{task.pk}/updates", update_body(done="a\0b"))
    assert nought.status_code == 422


def test_the_events_of_a_draft_stay_with_the_unit(api_of, task, clerk, monitor):
    api_of(clerk)("post", f"/tasks/{task.pk}/draft", update_body(30))
    path = f"/tasks/{task.pk}/history"
    assert len(api_of(clerk)("get", path).json()) == len(api_of(monitor)("get", path).json()) + 1


def test_progress_that_cannot_be_is_named(api_of, task, clerk):
    call = api_of(clerk)
    body = update_body(50, claims_completion=True)
    assert call("post", f"/tasks/{task.pk}/updates", body).json()["field"] == "percent"
    assert call("post", f"/tasks/{task.pk}/updates", update_body(101)).status_code == 422
    assert (
        call("post", f"/tasks/{task.pk}/updates", update_body(month="2025-06-02")).status_code
        == 409
    )
    assert progress_of().month.day == 1

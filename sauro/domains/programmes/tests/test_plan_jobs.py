"""Large plan files and long files in the background: the wizard shows the work, nothing twice."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sauro.domains.programmes.listings.tasks import TaskListing
from sauro.domains.programmes.models import PlanImport, Programme, Task
from sauro.domains.programmes.services import plans, programmes
from sauro.domains.programmes.services.plans import queueing
from sauro.engines.jobs import addresses, running
from sauro.engines.jobs import services as job_services
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import JobState
from sauro.engines.office.reading import read_tables
from sauro.engines.office.writing import Column, Sheet, write_xlsx

pytestmark = pytest.mark.django_db
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành")


def sheet(rows):
    lines = [
        [str(n), f"Nâng cấp hệ thống thông tin số {n}", "Sở KH&CN", "12/2026"]
        for n in range(1, rows + 1)
    ]
    return write_xlsx([Sheet("Phụ lục", [Column(title) for title in HEAD], lines)])


@pytest.fixture
def queued(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def small_limits(monkeypatch):
    """Three rows are many, and every file is large."""
    monkeypatch.setattr(queueing, "MANY_ROWS", 3)
    monkeypatch.setattr(queueing, "LARGE_FILE", 10)
    monkeypatch.setattr(addresses, "MANY_ROWS", 3)
    monkeypatch.setattr(TaskListing, "background_rows", 3)


@pytest.fixture
def browser(browser_of, programme, department, monitor):
    return browser_of(monitor)


def upload(browser, data):
    file = SimpleUploadedFile("phu-luc.xlsx", data)
    chosen = {"programme": Programme.objects.get().pk, "kind": "auto", "file": file}
    answer = browser.post("/nhap-ke-hoach/", chosen)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def work(at):
    """What a worker would do next."""
    job = Job.objects.filter(state=JobState.WAITING).first()
    return running.run(job_id=job.pk, now=lambda: at)


def test_a_small_file_stays_in_the_request(browser):
    upload(browser, sheet(2))
    assert not Job.objects.exists()
    assert PlanImport.objects.get().staged["summary"]["created"] == 2


def test_a_large_file_goes_through_the_wizard_by_two_jobs(browser, queued, at, monkeypatch):
    data = sheet(queueing.MANY_ROWS + 100)
    monkeypatch.setattr(queueing, "LARGE_FILE", len(data) - 1)
    address = upload(browser, data)
    waiting = browser.get(address).content.decode()
    reading = Job.objects.get()
    assert f'hx-get="/viec-nen/{reading.pk}/"' in waiting
    assert 'id="accept"' not in waiting
    done = work(at)
    assert (done.state, done.url, done.error) == (JobState.DONE, address, "")
    ready = browser.get(address).content.decode()
    assert 'id="accept"' in ready
    assert browser.post(f"{address}ghi/")["Location"] == address
    writing = Job.objects.first()
    assert browser.post(f"{address}ghi/")["Location"] == address
    assert Job.objects.count() == 2
    shown = browser.get(address).content.decode()
    assert f'hx-get="/viec-nen/{writing.pk}/"' in shown
    assert 'id="accept"' not in shown
    done = work(at)
    assert (done.state, done.error) == (JobState.DONE, "")
    assert done.url == f"/chuong-trinh/{Programme.objects.get().code}/"
    assert Task.objects.count() == queueing.MANY_ROWS + 100
    assert PlanImport.objects.get().accepted_at == at
    assert 'id="accept"' not in browser.get(address).content.decode()


def test_nothing_else_happens_to_a_file_that_is_worked_on(browser, queued, small_limits, at):
    address = upload(browser, sheet(5))
    plan = PlanImport.objects.get()
    who = {"by": plan.staged_by, "at": at}
    with pytest.raises(plans.PlanBusy):
        plans.accept_plan(plan=plan, **who)
    browser.post(f"{address}bo/")
    assert PlanImport.objects.exists()
    work(at)
    browser.post(f"{address}ghi/")
    with pytest.raises(plans.PlanBusy):
        plans.choose_agencies(plan=plan, choices={}, **who)
    browser.post(f"{address}bo/")
    assert PlanImport.objects.exists()


def test_an_unreadable_large_file_says_why_and_can_be_thrown_away(
    browser, queued, small_limits, at
):
    address = upload(browser, sheet(0))
    job = work(at)
    assert job.state == JobState.FAILED
    text = browser.get(address).content.decode()
    assert job.error in text
    assert 'id="accept"' not in text
    browser.post(f"{address}bo/")
    assert not PlanImport.objects.exists()


def test_a_cancelled_acceptance_wrote_nothing_and_can_be_asked_for_again(
    browser, queued, small_limits, at
):
    address = upload(browser, sheet(5))
    work(at)
    browser.post(f"{address}ghi/")
    browser.post(f"/viec-nen/{Job.objects.first().pk}/huy/")
    assert not Task.objects.exists()
    assert 'id="accept"' in browser.get(address).content.decode()
    browser.post(f"{address}ghi/")
    work(at)
    assert Task.objects.count() == 5


def test_a_programme_that_changed_meanwhile_is_shown_again_not_written(
    browser, queued, small_limits, monitor, at
):
    address = upload(browser, sheet(5))
    work(at)
    browser.post(f"{address}ghi/")
    other = plans.stage_plan(
        programme=Programme.objects.get(),
        data=sheet(2),
        file_name="b.xlsx",
        kind="auto",
        by=monitor,
        at=at,
    )
    plans.accept_plan(plan=other, by=monitor, at=at)
    job = work(at)
    assert job.state == JobState.FAILED
    assert Task.objects.count() == 2
    summary = PlanImport.objects.get(file_name="phu-luc.xlsx").staged["summary"]
    assert (summary["created"], summary["unchanged"]) == (3, 2)
    assert address


def test_what_was_prepared_is_not_trusted_after_a_write(
    browser, small_limits, programme, monitor, at
):
    plan = plans.stage_plan(
        programme=programme, data=sheet(2), file_name="a.xlsx", kind="auto", by=monitor, at=at
    )
    prepared = plans.prepare(plan=plan, by=monitor, at=at, tell=lambda *_told: None)
    assert prepared.still_holds()
    programmes.add_group(programme=programme, number="I", title="Mới", by=monitor, at=at)
    assert not prepared.still_holds()


def test_a_long_list_becomes_a_file_of_the_person_who_asked(
    browser, browser_of, queued, small_limits, stranger, at, settings, tmp_path
):
    settings.JOB_FILES = tmp_path
    address = upload(browser, sheet(5))
    work(at)
    browser.post(f"{address}ghi/")
    work(at)
    place = browser.get("/nhiem-vu/?format=csv&sort=number")["Location"]
    assert browser.get("/nhiem-vu/?format=csv&sort=number")["Location"] == place
    job = work(at)
    assert (job.state, job.error) == (JobState.DONE, "")
    answer = browser.get(f"{place}tep/")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 6
    assert answer["Content-Disposition"] == 'attachment; filename="tasks.csv"'
    assert browser_of(stranger).get(f"{place}tep/").status_code == 404


def test_the_annex_of_a_large_programme_becomes_a_file(
    browser, queued, small_limits, at, settings, tmp_path
):
    settings.JOB_FILES = tmp_path
    address = upload(browser, sheet(5))
    work(at)
    browser.post(f"{address}ghi/")
    work(at)
    code = Programme.objects.get().code
    place = browser.get(f"/chuong-trinh/{code}/xuat/?format=xlsx&kind=tasks")["Location"]
    job = work(at)
    assert (job.state, job.error) == (JobState.DONE, "")
    answer = browser.get(f"{place}tep/")
    [grid] = read_tables(io.BytesIO(b"".join(answer.streaming_content)).getvalue(), "a.xlsx")
    assert grid is not None


def test_a_page_that_gives_no_file_is_told_in_its_words(queued, programme, monitor, at):
    job = job_services.start(
        kind=addresses.KIND,
        title="Không có tệp",
        arguments={"address": "/nhiem-vu/?format=doc"},
        by=monitor,
        at=at,
    )
    job = running.run(job_id=job.pk, now=lambda: at)
    assert job.state == JobState.FAILED
    assert "CSV" in job.error

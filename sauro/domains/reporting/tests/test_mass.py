"""One report for each commune: as a job, stopped in the middle, drawn here or by a cluster."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import make_org
from sauro.core.errors import NotAllowed
from sauro.domains.programmes.tests.factories import make_task
from sauro.domains.reporting.models import Report
from sauro.domains.reporting.services import making, mass
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines.jobs import files, running, services
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import JobState

THREE = ("Đông Hải", "Tây Sơn", "Nam Phong")


@pytest.fixture
def communes(work, programme, province, monitor, at):
    """Three communes, each with a task of its own."""
    early = at - timedelta(days=40)
    made = []
    for place, name in enumerate(THREE):
        unit = make_org(f"UBND xã {name}", "commune", f"LV-XA{place}", province)
        make_task(programme=programme, by=monitor, at=early, lead=unit, title=f"Việc của {name}")
        made.append(unit)
    return made


@pytest.fixture
def picture(communes, snapshot):
    return snapshot


@pytest.fixture
def queued(settings):
    """Jobs wait in the queue; the test runs them itself."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def ticking(at):
    moments = iter(at + timedelta(seconds=n) for n in range(10_000))
    return lambda: next(moments)


def archive(job):
    return files.path_of(job.file["stored"]).read_bytes()


def names_in(content):
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_the_job_makes_one_word_and_one_pdf_file_for_each_commune(picture, monitor, at):
    job = mass.start(snapshot=picture, definition="commune", by=monitor, at=at)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.error) == (JobState.DONE, "")
    assert Report.objects.filter(definition="commune").count() == 3
    names = names_in(archive(job))
    assert names == sorted(
        f"bao-cao-lv-xa{n}-2025-06.{kind}" for n in range(3) for kind in ("docx", "pdf")
    )
    held = zipfile.ZipFile(io.BytesIO(archive(job)))
    assert held.read(names[0]).startswith(b"PK")
    assert held.read(names[1]).startswith(b"%PDF")


def test_reports_of_agencies_are_of_those_that_lead_something(picture, monitor, at):
    found = mass.subjects_of(snapshot=picture, definition="agency")
    assert {one.code for one in found} == {"LV-SKHCN", "LV-STC"}


def test_killed_in_the_middle_and_run_again_it_gives_the_same(
    picture, monitor, at, queued, ticking, monkeypatch
):
    whole = mass.start(snapshot=picture, definition="commune", by=monitor, at=at)
    real, calls = making.make_report, []

    def killed(**wanted):
        calls.append(wanted)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(**wanted)

    monkeypatch.setattr(making, "make_report", killed)
    with pytest.raises(KeyboardInterrupt):
        running.run(job_id=whole.pk, now=ticking, worker="một")
    assert Report.objects.count() == 2
    revived = services.recover(at=ticking(), is_dead=lambda worker: worker == "một")
    assert [one.pk for one in revived] == [whole.pk]
    monkeypatch.setattr(making, "make_report", real)
    done = running.run(job_id=whole.pk, now=ticking)
    assert (done.state, Report.objects.count()) == (JobState.DONE, 3)
    again = mass.start(snapshot=picture, definition="commune", by=monitor, at=at)
    assert again.pk != whole.pk
    again = running.run(job_id=again.pk, now=ticking)
    assert archive(again) == archive(done)
    assert Report.objects.count() == 3


def test_asked_for_twice_while_it_waits_it_is_one_job(picture, monitor, at, queued):
    first = mass.start(snapshot=picture, definition="commune", by=monitor, at=at)
    assert mass.start(snapshot=picture, definition="commune", by=monitor, at=at).pk == first.pk


@pytest.mark.parametrize("person", ["clerk", "leader", "stranger", "inspector"])
def test_others_do_not_make_them_all(person, request, picture, at):
    with pytest.raises(NotAllowed):
        mass.start(
            snapshot=picture, definition="commune", by=request.getfixturevalue(person), at=at
        )
    assert not Job.objects.exists()


def test_a_report_of_the_province_is_not_made_in_masses(picture, monitor, at):
    with pytest.raises(ReportRefused):
        mass.start(snapshot=picture, definition="province", by=monitor, at=at)


def test_the_page_starts_the_work_and_leads_to_it(communes, browser_of, monitor, province):
    browser = browser_of(monitor)
    page = browser.get(f"{reverse('period_list')}?owner={province.code}").content.decode()
    address = f"{reverse('report_mass')}?owner={province.code}&amp;period=2025-05"
    assert address in page
    shown = browser.get(address.replace("&amp;", "&")).content.decode()
    assert '<option value="2025-05" selected' in shown
    answer = browser.post(
        reverse("report_mass"),
        {"owner": province.code, "definition": "commune", "period": "2025-06"},
    )
    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("job_detail", args=[job.pk]))
    assert reverse("job_file", args=[job.pk]) in browser.get(answer.url).content.decode()
    downloaded = browser.get(reverse("job_file", args=[job.pk]))
    assert len(names_in(b"".join(downloaded.streaming_content))) == 6


def test_the_page_refuses_what_is_not_offered(communes, browser_of, monitor, clerk, province):
    data = {"owner": province.code, "definition": "province", "period": "2025-06"}
    assert browser_of(monitor).post(reverse("report_mass"), data).status_code == 422
    assert browser_of(clerk).get(reverse("report_mass")).status_code == 403
    assert not Job.objects.exists()


def test_agencies_are_those_that_led_something_on_the_day_whoever_leads_it_now(
    snapshot, work, department, other_department
):
    then = mass.subjects_of(snapshot=snapshot, definition="agency")
    assert set(then) == {department, other_department}
    for task in work.values():
        type(task).objects.filter(pk=task.pk).update(lead=other_department)
    assert mass.subjects_of(snapshot=snapshot, definition="agency") == then

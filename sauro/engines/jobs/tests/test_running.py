"""What becomes of a job: done, refused, failed, cancelled, put back, taken up again; once."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections

from sauro.core.errors import DomainError, NotAllowed
from sauro.engines.history.models import Event
from sauro.engines.jobs import queue, running, services, work
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import JobState
from sauro.engines.jobs.tests.conftest import FRAGILE, KIND

pytestmark = pytest.mark.django_db


def nobody_is_dead(_worker):
    return False


def stop_at_once():
    return True


def test_in_tests_a_job_is_done_when_it_is_started(begin, script, clerk):
    job = begin(clerk)
    assert (job.state, script.runs) == (JobState.DONE, [job.pk])
    assert job.finished_at is not None


def test_a_started_job_waits_in_the_queue_and_is_recorded(begin, script, queued, clerk):
    job = begin(clerk)
    assert (job.state, script.runs) == (JobState.WAITING, [])
    assert queue.is_queued(job)
    assert Event.objects.filter(kind="jobs.job.started", subject_id=str(job.pk)).count() == 1


def test_the_outcome_is_kept_and_the_attempt_counted(begin, script, queued, clerk, ticking):
    def do(work):
        with work.committing("Ghi") as outcome:
            outcome.url, outcome.text = "/", "xong"

    script.do = do
    job = running.run(job_id=begin(clerk).pk, now=ticking)
    assert (job.state, job.url, job.outcome["text"], job.attempts) == (
        JobState.DONE,
        "/",
        "xong",
        1,
    )


def test_a_job_is_run_once_however_often_it_is_called(begin, script, queued, clerk, ticking):
    job = begin(clerk)
    assert running.run(job_id=job.pk, now=ticking) is not None
    assert running.run(job_id=job.pk, now=ticking) is None
    assert script.runs == [job.pk]


def test_a_refusal_is_told_in_its_own_words(begin, script, queued, clerk, ticking):
    def do(_work):
        raise DomainError("Dòng 7 không có tên nhiệm vụ.")

    script.do = do
    job = running.run(job_id=begin(clerk).pk, now=ticking)
    assert (job.state, job.error) == (JobState.FAILED, "Dòng 7 không có tên nhiệm vụ.")


def test_what_nobody_foresaw_is_logged_and_told_with_a_number(
    begin, script, queued, clerk, ticking, caplog
):
    script.do = lambda _work: 1 / 0
    job = running.run(job_id=begin(clerk).pk, now=ticking)
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.error
    assert "division" not in job.error
    assert "ZeroDivisionError" in caplog.text


def test_a_kind_that_is_not_known_any_more_fails_with_a_sentence(begin, queued, clerk, ticking):
    job = begin(clerk)
    Job.objects.filter(pk=job.pk).update(kind="thu.da_bo")
    assert running.run(job_id=job.pk, now=ticking).state == JobState.FAILED


def test_progress_is_noted_at_most_every_third_of_a_second(
    begin, script, queued, clerk, ticking, monkeypatch
):
    moments = iter([n / 10 for n in range(40)])
    monkeypatch.setattr(work.time, "monotonic", lambda: next(moments))
    noted = []
    monkeypatch.setattr(work.Work, "_note", lambda _self, done, *_more: noted.append(done))

    def do(work):
        for n in range(20):
            work.progress(n, 20, "Đếm")

    script.do = do
    running.run(job_id=begin(clerk).pk, now=ticking)
    assert noted[0] == 0
    assert 5 <= len(noted) <= 8


def test_progress_can_be_read_while_the_work_goes_on(begin, script, queued, clerk, ticking):
    seen = []

    def do(work):
        work.progress(3, 9, "Đọc tệp")
        seen.append(Job.objects.values_list("done", "total", "phase").get(pk=work.job.pk))
        with work.committing("Ghi"):
            work.progress(5, 9, "không ai thấy")
            seen.append(Job.objects.values_list("phase", flat=True).get(pk=work.job.pk))

    script.do = do
    running.run(job_id=begin(clerk).pk, now=ticking)
    assert seen == [(3, 9, "Đọc tệp"), "Ghi"]


def test_a_waiting_job_is_cancelled_at_once(begin, script, queued, clerk, at, ticking):
    job = services.cancel(job=begin(clerk), by=clerk, at=at)
    assert job.state == JobState.CANCELLED
    assert running.run(job_id=job.pk, now=ticking) is None
    assert script.runs == []


def test_a_running_job_stops_at_its_next_checkpoint_and_writes_nothing(
    begin, script, queued, clerk, at, ticking
):
    def do(work):
        work.progress(phase="Đọc")
        services.cancel(job=work.job, by=clerk, at=at)
        with work.committing("Ghi"):
            Group.objects.create(name="không được có")

    script.do = do
    job = running.run(job_id=begin(clerk).pk, now=ticking)
    assert job.state == JobState.CANCELLED
    assert not Group.objects.exists()


def test_a_job_that_ended_cannot_be_cancelled(begin, clerk, at):
    with pytest.raises(services.JobEnded):
        services.cancel(job=begin(clerk), by=clerk, at=at)


def test_a_worker_that_is_stopped_gives_the_job_back_without_counting(
    begin, script, queued, clerk, ticking
):
    script.do = lambda work: work.progress(phase="Đọc")
    job = running.run(job_id=begin(clerk).pk, now=ticking, stopping=stop_at_once)
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert queue.is_queued(job)
    assert running.run(job_id=job.pk, now=ticking).state == JobState.DONE


def test_of_two_open_jobs_of_one_key_there_is_one(begin, script, queued, clerk, other_clerk):
    first = begin(clerk, key="plan:1")
    assert begin(other_clerk, key="plan:1") == first
    assert begin(clerk, key="plan:2") != first
    assert Job.objects.count() == 2


def test_one_person_cannot_fill_the_queue(begin, queued, clerk, other_clerk):
    for _n in range(services.MOST_OPEN):
        begin(clerk)
    with pytest.raises(services.TooManyJobs):
        begin(clerk)
    assert begin(other_clerk)


def test_only_the_owner_runs_his_work_again(begin, script, clerk, other_clerk, at):
    job = begin(clerk, arguments={"n": 1})
    with pytest.raises(NotAllowed):
        services.start_again(job=job, by=other_clerk, at=at)
    again = services.start_again(job=job, by=clerk, at=at)
    assert again.pk != job.pk
    assert again.arguments == {"n": 1}


def test_work_for_a_closed_account_is_refused(begin, script, queued, clerk, ticking):
    job = begin(clerk)
    clerk.is_active = False
    clerk.save()
    assert running.run(job_id=job.pk, now=ticking).state == JobState.FAILED
    assert script.runs == []


def start_and_die(job, at, worker="may-khac:1:aa"):
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempts=job.attempts + 1,
        worker=worker,
        started_at=at,
        heartbeat=at,
    )
    job.refresh_from_db()
    return job


def test_a_job_of_a_dead_worker_is_taken_up_once_then_ends_with_a_sentence(
    begin, script, queued, clerk, at
):
    job = start_and_die(begin(clerk), at)
    soon, later = at + timedelta(seconds=30), at + timedelta(minutes=5)
    assert services.recover(at=soon, is_dead=nobody_is_dead) == []
    assert services.recover(at=later, is_dead=nobody_is_dead) == [job]
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    job = start_and_die(job, later)
    services.recover(at=later, is_dead=lambda worker: worker == job.worker)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.error


def test_a_job_that_may_not_be_repeated_is_not(begin, script, queued, clerk, at):
    job = start_and_die(begin(clerk, kind=FRAGILE), at)
    services.recover(at=at, is_dead=lambda _worker: True)
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_a_dead_job_that_was_to_be_cancelled_is_cancelled(begin, script, queued, clerk, at):
    job = start_and_die(begin(clerk), at)
    services.cancel(job=job, by=clerk, at=at)
    services.recover(at=at, is_dead=lambda _worker: True)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_waiting_job_that_the_queue_lost_is_queued_again(begin, script, queued, clerk, at):
    job = begin(clerk)
    Job.objects.filter(pk=job.pk).update(task_id="")
    services.recover(at=at + timedelta(minutes=5), is_dead=nobody_is_dead)
    job.refresh_from_db()
    assert queue.is_queued(job)


def test_a_worker_that_was_thought_dead_writes_nothing_any_more(
    begin, script, queued, clerk, at, ticking
):
    def do(work):
        with work.committing("Ghi"):
            Group.objects.create(name="hai lần")
            services.recover(at=at, is_dead=lambda _worker: True)

    script.do = do
    job = begin(clerk)
    running.run(job_id=job.pk, now=ticking)
    assert not Group.objects.exists()


def test_old_jobs_files_and_entries_are_dropped(begin, script, settings, tmp_path, clerk, at):
    from sauro.engines.jobs import files

    settings.JOB_FILES = tmp_path

    def do(work):
        stored = files.keep([b"a", b"b"])
        with work.committing("Ghi") as outcome:
            outcome.file = {"stored": stored, "name": "a.csv", "media": "text/csv"}

    script.do = do
    job = begin(clerk)
    assert files.path_of(job.file["stored"]).read_bytes() == b"ab"
    Job.objects.filter(pk=job.pk).update(finished_at=at)
    assert services.tidy(at=at + timedelta(days=6))["files"] == 0
    assert services.tidy(at=at + timedelta(days=8))["files"] == 1
    assert list(tmp_path.iterdir()) == []
    assert services.tidy(at=at + timedelta(days=91))["jobs"] == 1


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_race_exactly_one_runs_the_job(script, clerk, at):
    fixed = {"kind": KIND, "language": "vi", "by": clerk, "heartbeat": at, "created_at": at}
    jobs = [Job.objects.create(title=f"Đếm {n}", **fixed).pk for n in range(5)]
    # a SQLite database in memory has one connection; processes on a file race in another test
    workers = 1 if connection.vendor == "sqlite" else 4
    gate, found = threading.Barrier(workers), []

    def race():
        try:
            gate.wait()
            found.extend(pk for pk in jobs if running.run(job_id=pk, now=lambda: at) is not None)
        finally:
            connections.close_all() if workers > 1 else None

    threads = [threading.Thread(target=race) for _n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(script.runs) == jobs


def test_the_kind_of_a_job_must_be_known(begin, clerk):
    with pytest.raises(KeyError):
        begin(clerk, kind="thu.khong_co")
    assert KIND != FRAGILE

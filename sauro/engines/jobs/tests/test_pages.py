"""Pages and operations of background work: one's own, or nobody's."""

import pytest

from sauro.engines.jobs import files, running
from sauro.engines.jobs.models import Job
from sauro.engines.jobs.states import JobState

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def browser_of(client):
    def signed_in(user, language="vi"):
        browser = type(client)()
        browser.force_login(user, BACKEND)
        browser.cookies["sauro_language"] = language
        return browser

    return signed_in


@pytest.fixture
def with_file(script, settings, tmp_path):
    settings.JOB_FILES = tmp_path

    def do(work):
        stored = files.keep([b"so,ten\n"])
        with work.committing("Ghi") as outcome:
            outcome.file = {"stored": stored, "name": "viec.csv", "media": "text/csv"}

    script.do = do


def page(browser, job, action="", **headers):
    return browser.get(f"/viec-nen/{job.pk}/{action}", headers=headers)


def test_a_running_job_polls_each_second_and_also_without_a_script(
    begin, script, queued, clerk, browser_of
):
    job = begin(clerk)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=3, total=9, phase="Đọc tệp")
    text = page(browser_of(clerk), job).content.decode()
    assert f'hx-get="/viec-nen/{job.pk}/" hx-trigger="every 1s"' in text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert 'value="3" max="9"' in text
    assert "Đọc tệp" in text
    assert f'action="/viec-nen/{job.pk}/huy/"' in text


def test_polling_gets_the_part_and_is_led_to_the_result(begin, script, queued, clerk, browser_of):
    job, browser = begin(clerk), browser_of(clerk)
    part = page(browser, job, hx_request="true")
    assert "<html" not in part.content.decode()
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, outcome={"url": "/nhiem-vu/"})
    assert page(browser, job, hx_request="true")["HX-Redirect"] == "/nhiem-vu/"
    whole = page(browser, job).content.decode()
    assert 'href="/nhiem-vu/"' in whole
    assert "hx-trigger" not in whole.partition('id="main"')[2].partition("</main>")[0]


def test_a_job_of_somebody_else_does_not_exist(
    begin, with_file, clerk, other_clerk, admin, browser_of
):
    job = begin(clerk)
    for person in (other_clerk, admin):  # the administrator of one province is no exception
        browser = browser_of(person)
        assert page(browser, job).status_code == 404
        assert page(browser, job, "tep/").status_code == 404
        assert browser.post(f"/viec-nen/{job.pk}/huy/").status_code == 404
        assert browser.post(f"/viec-nen/{job.pk}/chay-lai/").status_code == 404
        assert browser.get(f"/api/v1/jobs/{job.pk}").status_code == 404
        assert browser.get("/api/v1/jobs").json()["count"] == 0
        assert job.title not in browser.get("/viec-nen/").content.decode()


def test_the_administrator_of_the_whole_sees_all_and_fetches_no_file(
    begin, with_file, clerk, admin, browser_of
):
    job = begin(clerk)
    admin.is_superuser = True
    admin.save()
    browser = browser_of(admin)
    assert job.title in browser.get("/viec-nen/").content.decode()
    assert page(browser, job).status_code == 200
    assert page(browser, job, "tep/").status_code == 404


def test_a_stranger_signs_in_first(begin, script, clerk, client):
    answer = page(client, begin(clerk))
    assert answer["Location"].startswith("/dang-nhap/")


def test_the_owner_fetches_the_file_as_an_attachment(begin, with_file, clerk, browser_of):
    job, browser = begin(clerk), browser_of(clerk)
    answer = page(browser, job, "tep/")
    assert b"".join(answer.streaming_content) == b"so,ten\n"
    assert answer["Content-Disposition"] == 'attachment; filename="viec.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "/tep/" in page(browser, job).content.decode()
    files.drop(job.file["stored"])
    assert page(browser, job, "tep/").status_code == 404
    assert "/tep/" not in page(browser, job).content.decode()


def test_a_waiting_job_is_cancelled_and_run_again_by_buttons(
    begin, script, queued, clerk, browser_of
):
    job, browser = begin(clerk), browser_of(clerk)
    assert browser.post(f"/viec-nen/{job.pk}/huy/")["Location"] == f"/viec-nen/{job.pk}/"
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    again = browser.post(f"/viec-nen/{job.pk}/chay-lai/")["Location"]
    assert again != f"/viec-nen/{job.pk}/"
    assert Job.objects.latest("id").state == JobState.WAITING
    assert browser.get(f"/viec-nen/{job.pk}/huy/").status_code == 405


def test_a_failed_job_says_why(begin, script, queued, clerk, browser_of, ticking):
    script.do = lambda _work: 1 / 0
    job = running.run(job_id=begin(clerk).pk, now=ticking)
    text = page(browser_of(clerk, "en"), job).content.decode()
    assert str(job.pk) in job.error
    assert job.error in text.replace("&#x27;", "'")
    assert "chay-lai" in text


def test_the_list_holds_states_and_a_line_of_the_user_menu_leads_to_it(
    begin, script, queued, clerk, browser_of
):
    browser = browser_of(clerk)
    empty = browser.get("/viec-nen/").content.decode()
    assert 'href="/viec-nen/"' in empty
    assert "every 3s" not in empty
    begin(clerk, title="Đọc phụ lục")
    text = browser.get("/viec-nen/").content.decode()
    assert "Đọc phụ lục" in text
    assert "every 3s" in text


def test_a_program_lists_reads_and_cancels_jobs(begin, script, queued, clerk, browser_of):
    job, browser = begin(clerk), browser_of(clerk)
    [listed] = browser.get("/api/v1/jobs?state=waiting").json()["items"]
    assert (listed["id"], listed["state"], listed["file"]) == (job.pk, "waiting", "")
    assert browser.get("/api/v1/jobs?state=done").json()["count"] == 0
    first = browser.get(f"/api/v1/jobs/{job.pk}")
    assert "ETag" not in first
    cancelled = browser.post(f"/api/v1/jobs/{job.pk}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert browser.post(f"/api/v1/jobs/{job.pk}/cancel").status_code == 409

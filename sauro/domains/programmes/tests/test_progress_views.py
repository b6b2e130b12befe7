"""Reporting on one task: draft, submission, evidence, two officers, one click for nothing new."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sauro.domains.programmes.models import Evidence, ProgressUpdate
from sauro.domains.programmes.services import parts, progress, verification
from sauro.domains.programmes.tests.factories import progress_of, report
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page(task):
    return f"/nhiem-vu/{task.pk}/cap-nhat/"


def said(**values):
    usual = {"month": "2025-06-01", "percent": "40", "done": "Đã khảo sát 20 đơn vị"}
    return {**usual, **values}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_form_proposes_the_open_month(browser_of, clerk, task, language):
    answer = browser_of(clerk, language).get(page(task))
    assert answer.context["form"]["month"].value() == "2025-06-01"
    text = answer.content.decode()
    assert f'data-draft="progress-{task.pk}"' in text
    assert "style=" not in text


def test_an_update_is_handed_in_with_evidence(browser_of, clerk, task):
    file = SimpleUploadedFile("ảnh chụp.png", PNG)
    answer = browser_of(clerk).post(
        page(task), said(files=[file], links="https://example.test/van-ban", action="submit")
    )
    assert answer["Location"] == f"/nhiem-vu/{task.pk}/"
    update = ProgressUpdate.objects.get()
    assert (update.state, update.percent) == ("submitted", 40)
    assert {e.name for e in update.evidence.all()} == {
        "ảnh chụp.png",
        "https://example.test/van-ban",
    }
    assert Event.objects.filter(kind="programmes.task.evidence_added").count() == 1


def test_a_file_that_is_not_what_it_says_takes_nothing(browser_of, clerk, task, tmp_path):
    good, bad = SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.pdf", b"MZ\x90\x00 virus")
    answer = browser_of(clerk, "en").post(page(task), said(files=[good, bad]))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Đã khảo sát 20 đơn vị" in text
    assert "Choose these files again: a.png, b.pdf" in text
    assert not ProgressUpdate.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x", "không phải"])
def test_a_link_that_is_no_web_address_is_refused(browser_of, clerk, task, link):
    answer = browser_of(clerk).post(page(task), said(links=link))
    assert answer.status_code == 422
    assert not ProgressUpdate.objects.exists()


def test_evidence_is_downloaded_as_an_attachment_by_who_sees_the_task(
    browser_of, clerk, monitor, stranger, task
):
    browser_of(clerk).post(page(task), said(files=[SimpleUploadedFile("a.png", PNG)]))
    path = f"/minh-chung/{Evidence.objects.get().pk}/"
    answer = browser_of(monitor).get(path)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content) == PNG
    assert browser_of(stranger).get(path).status_code == 404


def test_evidence_of_a_draft_can_be_taken_away(
    browser_of, clerk, other_clerk, task, tmp_path, django_capture_on_commit_callbacks
):
    browser_of(clerk).post(
        page(task), said(files=[SimpleUploadedFile("a.png", PNG)], action="draft")
    )
    path = f"/minh-chung/{Evidence.objects.get().pk}/bo/"
    assert browser_of(other_clerk).post(path).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(clerk).post(path)
    assert not Evidence.objects.exists()
    assert not [found for found in tmp_path.rglob("*") if found.is_file()]


def test_evidence_of_a_verified_update_stays(browser_of, clerk, monitor, task, at):
    browser = browser_of(clerk)
    browser.post(page(task), said(links="https://example.test/1"))
    verification.verify_update(update=ProgressUpdate.objects.get(), by=monitor, at=at)
    browser.post(f"/minh-chung/{Evidence.objects.get().pk}/bo/")
    assert Evidence.objects.exists()


def test_the_same_file_twice_is_kept_once(browser_of, clerk, task):
    browser = browser_of(clerk)
    for _time in range(2):
        browser.post(page(task), said(files=[SimpleUploadedFile("a.png", PNG)], action="draft"))
    assert Evidence.objects.count() == 1


def test_a_draft_is_kept_and_found_again(browser_of, clerk, head, task):
    browser_of(clerk).post(page(task), said(action="draft", done="Mới một nửa"))
    update = ProgressUpdate.objects.get()
    assert update.state == "draft"
    form = browser_of(head).get(page(task)).context["form"]
    assert (form["done"].value(), form["version"].value()) == ("Mới một nửa", 1)


def test_two_officers_on_one_draft_the_second_sees_both(browser_of, clerk, head, task):
    first, second = browser_of(clerk, "en"), browser_of(head, "en")
    first.post(page(task), said(action="draft"))
    second.post(page(task), said(action="draft", percent="55", version="1"))
    answer = first.post(page(task), said(action="draft", done="Lời của tôi", version="1"))
    assert answer.status_code == 409
    assert {str(c["label"]) for c in answer.context["conflict"]} == {
        "Progress in percent",
        "What was done",
    }
    text = answer.content.decode()
    assert "data-conflict" in text
    assert "Lời của tôi" in text
    version = answer.context["form"]["version"].value()
    first.post(page(task), said(action="draft", done="Lời của tôi", version=version))
    assert ProgressUpdate.objects.get().done == "Lời của tôi"


def test_a_draft_begun_by_somebody_else_meanwhile_is_not_overwritten(browser_of, clerk, head, task):
    first, second = browser_of(clerk), browser_of(head)
    mine = first.get(page(task)).context["form"]["request_key"].value()
    second.post(page(task), said(action="draft", done="Nháp của thủ trưởng", request_key="h"))
    answer = first.post(page(task), said(action="draft", request_key=mine))
    assert answer.status_code == 409
    assert ProgressUpdate.objects.get().done == "Nháp của thủ trưởng"


def test_sending_twice_hands_in_once(browser_of, clerk, task):
    browser = browser_of(clerk)
    for _time in range(2):
        browser.post(page(task), said(request_key="k-1"))
    assert ProgressUpdate.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"percent": "140"}, "percent"),
        ({"percent": ""}, "percent"),
        ({"done": " "}, "done"),
        ({"claims_completion": "on"}, "percent"),
        ({"month": "2025-13-01"}, "month"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(browser_of, clerk, task, values, field):
    answer = browser_of(clerk).post(page(task), said(**values))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ProgressUpdate.objects.exists()


def test_progress_that_falls_asks_for_the_obstacle(browser_of, clerk, task, at):
    report(task=task, by=clerk, at=at, percent=60)
    browser = browser_of(clerk)
    assert "obstacle" in browser.post(page(task), said()).context["form"].errors
    assert browser.post(page(task), said(obstacle="Số liệu cũ sai")).status_code == 302


def test_a_returned_update_is_corrected_with_its_reason_in_sight(
    browser_of, clerk, monitor, task, at
):
    update = report(task=task, by=clerk, at=at, claims=True)
    verification.return_update(update=update, reason="Thiếu quyết định", by=monitor, at=at)
    browser = browser_of(clerk)
    answer = browser.get(page(task))
    assert "Thiếu quyết định" in answer.content.decode()
    version = answer.context["form"]["version"].value()
    browser.post(page(task), said(percent="100", claims_completion="on", version=version))
    update.refresh_from_db()
    task.refresh_from_db()
    assert (update.state, task.state) == ("submitted", "submitted")


@pytest.mark.parametrize(
    ("person", "status"),
    [("monitor", 403), ("leader", 403), ("inspector", 403), ("other_clerk", 404)],
)
def test_reporting_is_for_the_lead(browser_of, task, person, status, request):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.get(page(task)).status_code == status
    assert browser.post(page(task), said()).status_code == status


def test_a_closed_task_says_so(browser_of, clerk, monitor, task, at):
    update = report(task=task, by=clerk, at=at, claims=True)
    verification.verify_update(update=update, by=monitor, at=at)
    assert browser_of(clerk).get(page(task))["Location"] == f"/nhiem-vu/{task.pk}/"


def test_nothing_new_in_one_click(browser_of, clerk, monitor, task):
    path = f"/nhiem-vu/{task.pk}/khong-phat-sinh/"
    browser = browser_of(clerk)
    for _time in range(2):
        assert browser.post(path)["Location"] == f"/nhiem-vu/{task.pk}/"
    update = ProgressUpdate.objects.get()
    assert (update.state, update.no_change, update.month) == ("noted", True, date(2025, 6, 1))
    assert browser_of(monitor).post(path).status_code == 403
    assert browser.get(path).status_code == 405


def test_a_draft_is_thrown_away_by_its_unit(browser_of, clerk, other_clerk, task, at):
    update = progress.save_draft(task=task, progress=progress_of(20), by=clerk, at=at)
    path = f"/cap-nhat/{update.pk}/bo/"
    assert browser_of(other_clerk).post(path).status_code == 404
    browser_of(clerk).post(path)
    assert not ProgressUpdate.objects.exists()


def test_a_task_given_to_many_is_reported_by_its_parts(
    browser_of, clerk, monitor, department, task, at
):
    parts.fan_out_task(task=task, organisations=[department], by=monitor, at=at)
    browser = browser_of(clerk, "en")
    assert browser.get(page(task))["Location"] == f"/nhiem-vu/{task.pk}/"
    (said_so,) = browser.get("/nhiem-vu/").context["messages"]
    assert "comes from its parts" in str(said_so)

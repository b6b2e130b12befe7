"""Tables of many units: taken over cell by cell, also by those who decide on the form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import give, make_org, make_user
from sauro.core.errors import NotAllowed
from sauro.domains.indicators.excelform import files as excel_files
from sauro.domains.indicators.excelform import matrix
from sauro.domains.indicators.excelform.tables import Hints
from sauro.domains.indicators.models import FormUpload, Submission
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.services import deciding, excel, submissions, uploads
from sauro.domains.indicators.tests.deciding.sheets import draft_of
from sauro.domains.indicators.tests.factories import JUNE, NOW, hand_in, text_of
from sauro.engines.history.models import Event
from sauro.engines.jobs import running
from sauro.engines.jobs.models import Job
from sauro.engines.office.tests.books import empty, opened, saved

pytestmark = pytest.mark.django_db
FILES = "/so-lieu/tep/"
HEAD = ["STT", "Đơn vị", "Số người học", "Tỷ lệ hộ có cáp quang", None]
LOWER = [None, None, None, "Tử số", "Mẫu số"]


@pytest.fixture
def other(province):
    return make_org("UBND xã Tân Thành", "commune", "LV-TANTHANH", province)


def table(*rows, title="BÁO CÁO THÁNG 6/2025"):
    book = empty()
    for row in ([title], HEAD, LOWER, *rows):
        book.active.append(list(row))
    return saved(book)


def load(data, by, form, *, keep=True, submit=False, **hints):
    given = data if isinstance(data, list) else [("bao-cao.xlsx", data)]
    read = excel_files.read_files(files=given, by=by, hints=Hints(form, **hints))
    return excel.take_files(files=read, submit=submit, by=by, at=NOW, keep=keep)


def adds_up(counts):
    return counts["area"] == sum(counts[one] for one in ("read", "unchanged", "refused", "ignored"))


def test_a_monitor_enters_drafts_for_the_units_below_him(form, monitor, commune, other):
    data = table(
        [1, "Xã Đông Hải", "1.200", 30, 40], [2, "Tân Thành", 5, 6, 7], ["", "Tổng", 1205, 36, 47]
    )
    [result] = load(data, monitor, form)
    assert (result.status, result.can_submit) == ("saved", False), result.problems
    assert draft_of(commune) == {"HV": {"value": "1200"}, "CQ": {"value": "30", "base": "40"}}
    assert draft_of(other)["HV"] == {"value": "5"}
    notes = list(
        Event.objects.filter(kind="indicators.form.filled_in").values_list("note", flat=True)
    )
    assert len(notes) == 2
    assert all(monitor.full_name in note for note in notes)
    assert any(other.name in note for note in notes)
    assert result.counts["read"] == 6
    assert adds_up(result.counts)
    [again] = load(data, monitor, form)
    assert (again.status, again.counts["read"], again.counts["unchanged"]) == ("unchanged", 0, 6)
    assert Event.objects.filter(kind="indicators.form.filled_in").count() == 2


def test_who_enters_for_a_unit_neither_hands_in_nor_confirms(
    form, monitor, second_monitor, commune, commune_clerk
):
    data = table([1, "Xã Đông Hải", 1200, 30, 40])
    [refused] = load(data, monitor, form, submit=True)
    assert refused.status == "refused"
    assert not Submission.objects.exists()
    load(data, monitor, form)
    draft = Submission.objects.get()
    with pytest.raises(NotAllowed):
        submissions.submit(submission=draft, by=monitor, at=NOW)
    submissions.submit(submission=draft, by=commune_clerk, at=NOW)
    own = deciding.confirm_forms(submissions=[draft.pk], by=monitor, at=NOW)
    assert (own.done, len(own.refused)) == ((), 1)
    assert deciding.confirm_forms(submissions=[draft.pk], by=second_monitor, at=NOW).done


def test_others_enter_nothing(form, commune, other, commune_clerk, clerk, leader, stranger):
    data = table([1, "Xã Đông Hải", 1, 2, 3], [2, "Tân Thành", 5, 6, 7])
    [own] = load(data, commune_clerk, form)
    assert own.status == "partly"
    assert {one["why"] for one in own.table if one["fate"] == "refused"} == {"not_yours"}
    assert not Submission.objects.filter(organisation=other).exists()
    before = Event.objects.count()
    for person in (clerk, leader, stranger):
        [result] = load(data, person, form)
        assert result.status == "refused"
        with pytest.raises(NotAllowed):
            submissions.save_cells(
                form=form, organisation=commune, period=JUNE, entries={}, by=person, at=NOW
            )
    assert Event.objects.count() == before


def test_a_checker_enters_for_the_units_of_his_form(form, department, clerk, commune):
    form.checker = department
    form.save()
    [result] = load(table([1, "Xã Đông Hải", 1, 2, 3]), clerk, form)
    assert result.status == "saved", result.problems
    done = hand_in(form, commune, give(make_user("xa", "Hà Thị Xã"), "commune_officer", commune))
    outcome = deciding.check_forms(submissions=[done.pk], by=clerk, at=NOW)
    assert len(outcome.refused) == 1


def test_each_bad_cell_is_refused_by_itself(form, monitor, commune, other, settings):
    settings.LANGUAGE_CODE = "en"
    data = table(
        [1, "Xã Đông Hải", -5, 30, 40], [2, "Tân Thành", 10**30, 50, 40], [3, "Xã Lạ", 1, 2, 3]
    )
    [result] = load(data, monitor, form)
    assert result.status == "partly"
    fates = {one["where"].split("!")[1]: one["fate"] for one in result.table if one["in_area"]}
    assert fates == {
        "C4": "refused",
        "D4": "new",
        "E4": "new",
        "C5": "refused",
        "D5": "refused",
        "E5": "refused",
        "C6": "refused",
        "D6": "refused",
        "E6": "refused",
    }
    assert adds_up(result.counts)
    assert draft_of(commune) == {"CQ": {"value": "30", "base": "40"}}
    hard = [one.where for one in result.problems if one.hard]
    assert {where.split("!")[1] for where in hard} >= {"C4", "C5", "C6"}


def test_a_form_that_is_closed_or_not_asked_is_refused_with_its_reason(form, monitor, commune):
    [closed] = load(table([1, "Đông Hải", 1, 2, 3], title="Tháng 5/2025"), monitor, form)
    [unasked] = load(table([1, "Đông Hải", 1, 2, 3], title="Tháng 5/2020"), monitor, form)
    assert closed.status == unasked.status == "refused"
    assert {one["why"] for one in unasked.table if one["in_area"]} == {"not_asked"}
    assert adds_up(closed.counts)
    assert not Submission.objects.exists()


def test_two_files_that_contradict_each_other_are_not_both_taken(form, monitor, commune):
    one, two = table([1, "Đông Hải", 1, 2, 3]), table([1, "Đông Hải", 9, 2, 3])
    first, second = load([("a.xlsx", one), ("b.xlsx", two)], monitor, form)
    assert first.status == "saved"
    assert second.status == "refused"
    assert draft_of(commune)["HV"] == {"value": "1"}


def test_the_form_is_known_by_its_name_in_the_title(form, monitor, commune):
    data = table([1, "Đông Hải", 1, 2, 3], title="Phong trào bình dân học vụ số tháng 6/2025")
    assert load(data, monitor, None)[0].status == "saved"
    assert load(table([1, "Đông Hải", 1, 2, 3]), monitor, None)[0].status == "refused"


def test_one_sheet_of_all_units_comes_back_and_changes_nothing_the_second_time(
    form, monitor, commune, other
):
    found = blanks.blanks_of(form=form, units=[commune, other], period=JUNE)
    book = opened(matrix.workbook_of(found))
    page = book.active
    assert page.protection.sheet
    marks = {
        cell.value: cell.column
        for row in page.iter_rows()
        for cell in row
        if str(cell.value)[:3] in ("@v|", "@b|")
    }
    rows = [cell.row for cell in page["A"] if str(cell.value).startswith("SL1|")]
    assert len(rows) == 2
    for place, row in enumerate(rows):
        for mark, number in (("@v|HV", 100), ("@v|CQ", 30), ("@b|CQ", 40)):
            page.cell(row, marks[mark]).value = number + place
    data = saved(book)
    [first] = load(data, monitor, None)
    assert (first.status, first.counts["read"]) == ("saved", 6), first.problems
    [again] = load(data, monitor, None)
    assert (again.status, again.counts["read"], again.counts["unchanged"]) == ("unchanged", 0, 6)
    out = matrix.workbook_of(blanks.blanks_of(form=form, units=[commune, other], period=JUNE))
    assert load(out, monitor, None)[0].status == "unchanged"


def test_the_sheet_of_all_units_shows_drafts_only_to_who_may_enter(
    browser_of, form, commune, commune_clerk, monitor, leader
):
    submissions.save_cells(
        form=form,
        organisation=commune,
        period=JUNE,
        entries={form.items.first().indicator_id: submissions.Entry("777")},
        by=commune_clerk,
        at=NOW,
    )
    address = f"/so-lieu/tinh-hinh/{form.pk}/{JUNE}/bang/"

    def values(user):
        page = opened(browser_of(user).get(address).content).active
        return {cell.value for row in page.iter_rows() for cell in row}

    assert 777 in values(monitor)
    assert 777 not in values(leader)


def upload(browser, data, **more):
    return browser.post(FILES, {"given": [SimpleUploadedFile("bao-cao.xlsx", data)], **more})


def test_the_page_shows_each_cell_and_asks_what_names_mean(
    browser_of, form, monitor, commune, other
):
    browser = browser_of(monitor)
    data = table([1, "Xã Đông Hai", 1200, 30, 40], [2, "Xã Tân Thành", 5, 6, "sáu"], title="Bảng")
    answer = upload(browser, data, form=form.pk, period="tháng 6/2025")
    address = answer["Location"]
    words = text_of(browser.get(address))
    assert "Sheet!E5" in words
    assert "“sáu” is not one number." in words
    assert "Hand in" not in words, "the monitor only keeps drafts"
    browser.post(f"{address}ghi/", {"action": "save"})
    assert draft_of(commune)["HV"] == {"value": "1200"}
    assert "CQ" not in draft_of(other) or "base" not in draft_of(other).get("CQ", {})


def test_a_name_is_answered_on_the_page_and_by_its_owner_alone(
    browser_of, form, monitor, second_monitor, commune, other
):
    browser = browser_of(monitor)
    data = table([1, "Phường Đông Hải", 1200, 30, 40])
    address = upload(browser, data, form=form.pk)["Location"]
    assert "What do these names mean?" in text_of(browser.get(address))
    assert (
        browser_of(second_monitor).post(f"{address}ten/", {"q0": commune.code}).status_code == 404
    )
    browser.post(f"{address}ten/", {"q0": "KHONG-CO"})
    assert FormUpload.objects.get().results[0]["status"] == "refused"
    browser.post(f"{address}ten/", {"q0": commune.code})
    assert FormUpload.objects.get().results[0]["status"] == "ready"
    browser.post(f"{address}ghi/", {"action": "save"})
    assert draft_of(commune)["HV"] == {"value": "1200"}
    with pytest.raises(excel.UploadDone):
        uploads.answer_questions(upload=FormUpload.objects.get(), answers={}, by=monitor, at=NOW)


def test_a_period_needs_its_form(browser_of, form, monitor):
    answer = upload(browser_of(monitor), table(), period="6/2025")
    assert answer.status_code == 422
    assert upload(browser_of(monitor), table(), form=form.pk, period="13/2025").status_code == 422


def test_a_large_upload_is_read_in_the_background(
    browser_of, form, monitor, commune, other, monkeypatch, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(uploads, "MANY_VALUES", 5)
    browser = browser_of(monitor)
    data = table([1, "Đông Hải", 1, 2, 3], [2, "Tân Thành", 4, 5, 6])
    address = upload(browser, data, form=form.pk)["Location"]
    made = FormUpload.objects.get()
    assert (made.unread, made.results) == (True, [])
    assert "being read in the background" in text_of(browser.get(address))
    job = Job.objects.get()
    done = running.run(job_id=job.pk, now=lambda: NOW)
    assert (done.state, done.url) == ("done", address), done.error
    made.refresh_from_db()
    assert (made.unread, made.results[0]["status"]) == (False, "ready")
    assert "Keep as drafts" in text_of(browser.get(address))


def test_uploads_nobody_took_over_are_deleted_with_their_file(
    form, monitor, system, commune, django_capture_on_commit_callbacks
):
    old = uploads.stage_upload(
        files=[("a.xlsx", table([1, "Đông Hải", 1, 2, 3]))], by=monitor, at=NOW, hints=Hints(form)
    )
    taken = uploads.stage_upload(
        files=[("b.xlsx", table([1, "Đông Hải", 1, 2, 3]))], by=monitor, at=NOW, hints=Hints(form)
    )
    excel.accept_upload(upload=taken, submit=False, by=monitor, at=NOW)
    storage, name = old.file.storage, old.file.name
    assert storage.exists(name)
    assert uploads.drop_old(by=system, at=NOW + timedelta(days=30)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert uploads.drop_old(by=system, at=NOW + timedelta(days=31)) == 1
    assert list(FormUpload.objects.values_list("pk", flat=True)) == [taken.pk]
    assert not storage.exists(name)
    assert Event.objects.filter(kind="indicators.upload.dropped").count() == 1


@pytest.mark.parametrize("units", [2, 12])
def test_a_table_costs_the_same_for_each_unit(
    form, monitor, province, units, django_assert_max_num_queries
):
    made = [make_org(f"UBND xã Số {n:02}", "commune", f"LV-S{n}", province) for n in range(units)]
    data = table(*([n, unit.name, n, 2, 3] for n, unit in enumerate(made, 1)))
    with django_assert_max_num_queries(40 + 24 * units):
        [result] = load(data, monitor, form)
    assert result.status == "saved", result.problems

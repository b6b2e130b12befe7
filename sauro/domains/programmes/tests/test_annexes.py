"""A programme written as an annex reads back as the same programme."""

from datetime import date

import pytest

from sauro.domains.programmes import annexes
from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.services import parts, plans, programmes, progress, targets
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.programmes.services.tasks import Party
from sauro.domains.programmes.tests.factories import MONTH, make_task, progress_of
from sauro.engines.office.reading import read_tables
from sauro.engines.office.writing import Column, GroupLine, Sheet, write_xlsx

pytestmark = pytest.mark.django_db
TASK_COLUMNS = ("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm", "Ghi chú")
DEPARTMENT, TREASURY = "Sở Khoa học và Công nghệ", "Sở Tài chính"


def loaded(programme, columns, rows, by, at):
    data = write_xlsx([Sheet("Phụ lục", [Column(title) for title in columns], rows)])
    staging = plans.stage_file(programme=programme, data=data, file_name="a.xlsx", by=by, at=at)
    plans.accept_staging(staging=staging, by=by, at=at)


def read_back(programme, kind, file_format, by, at):
    data = annexes.write(
        programme=programme, user=by, kind=kind, file_format=file_format, year=2025
    )
    found = plans.stage_file(
        programme=programme, data=data, file_name=f"a.{file_format}", by=by, at=at
    )
    return found.report.summary(), found.report.rows


def cells(data, name="a.xlsx"):
    return [[cell.text for cell in row] for grid in read_tables(data, name) for row in grid.rows]


@pytest.mark.parametrize("file_format", annexes.FORMATS)
def test_a_loaded_plan_reads_back_unchanged(
    programme, department, other_department, monitor, at, file_format
):
    rows = [
        GroupLine("I", "Hoàn thiện thể chế"),
        ("1", "Ban hành quy chế dữ liệu", DEPARTMENT, TREASURY, "Quý III/2025", "Quyết định", ""),
        ("2", "Rà soát thủ tục", f"{DEPARTMENT}; {TREASURY}", "", "Thường xuyên", "", "Hằng tháng"),
        GroupLine("II", "Phát triển hạ tầng số"),
        ("3", "Phủ sóng 5G", "Tập đoàn lạ", "", "2025-2026", "Trạm phát", ""),
    ]
    loaded(programme, TASK_COLUMNS, rows, monitor, at)
    summary, _rows = read_back(programme, "tasks", file_format, monitor, at)
    assert (summary["groups"], summary["tasks"], summary["unchanged"]) == (2, 3, 3)
    assert summary["errors"] == []


@pytest.mark.parametrize("file_format", annexes.FORMATS)
def test_loaded_targets_read_back_unchanged(programme, department, monitor, at, file_format):
    columns = ("TT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng", "Năm 2025", "Năm 2030", "Chủ trì")
    rows = [
        GroupLine("I", "Chính quyền số"),
        ("1", "Tỷ lệ hồ sơ trực tuyến", "%", "60", "≥ 80", "100", DEPARTMENT),
        ("2", "Xếp hạng chỉ số PII", "hạng", "", "Top 20", "Top 10", DEPARTMENT),
        ("3", "Mức hài lòng của người dân", "%", "", "85 - 90", "> 95", DEPARTMENT),
    ]
    loaded(programme, columns, rows, monitor, at)
    summary, rows = read_back(programme, "targets", file_format, monitor, at)
    assert (summary["targets"], summary["unchanged"]) == (3, 3), [row.changes for row in rows]


@pytest.mark.parametrize("file_format", annexes.FORMATS)
def test_what_people_typed_reads_back_unchanged(
    programme, department, other_department, monitor, at, file_format
):
    group = programmes.add_group(
        programme=programme, number="I", title="Thể chế", by=monitor, at=at
    )
    partner = Party(PartyRole.COORDINATE, organisation=other_department)
    common = {"programme": programme, "lead": department, "by": monitor, "at": at}
    make_task(group=group, number="1", parties=(partner,), **common)
    make_task(group=group, number="2", title="Việc có ngày", deadline_text="", **common)
    make_task(number="3", title="Việc nháp", deadline_text="", assigned=False, **common)
    for wanted in (
        TargetInput(title="Hồ sơ trực tuyến", low=80, unit="%", year=2025, lead=department),
        TargetInput(title="Chỉ số PII", comparator="rank_top", low=10, year=2026),
        TargetInput(title="Thời gian xử lý", comparator="le", low=5, unit="ngày", year=2025),
        TargetInput(title="Tăng trưởng", comparator="range", low=8, high=10, unit="%", year=2025),
    ):
        targets.create_target(programme=programme, target=wanted, by=monitor, at=at)
    summary, rows = read_back(programme, "all", file_format, monitor, at)
    changed = [(row.title, row.changes) for row in rows if row.action != "unchanged"]
    assert (changed, summary["unchanged"], summary["created"]) == ([], 7, 0)


def test_a_task_given_to_many_is_written_once(programme, task, commune, monitor, at):
    parts.fan_out_task(task=task, organisations=[commune], by=monitor, at=at)
    summary, _rows = read_back(programme, "tasks", "xlsx", monitor, at)
    assert summary["unchanged"] == 1


def test_a_cell_that_looks_like_a_formula_stays_a_text(programme, department, monitor, at):
    make_task(programme=programme, lead=department, by=monitor, at=at, title="=1+1", number="1")
    data = annexes.write(
        programme=programme, user=monitor, kind="tasks", file_format="xlsx", year=2025
    )
    assert ["1", "=1+1"] in [row[:2] for row in cells(data)]


def test_the_months_of_a_year_side_by_side(programme, task, clerk, monitor, at):
    told = progress_of(40, obstacle="Thiếu vốn")
    progress.submit_update(task=task, progress=told, by=clerk, at=at)
    progress.note_no_change(task=task, month=date(2025, 5, 1), by=clerk, at=at)
    progress.save_draft(
        task=task,
        progress=progress.Progress(month=date(2025, 7, 1), percent=50, done="nháp"),
        by=clerk,
        at=at,
    )
    data = annexes.write(
        programme=programme, user=monitor, kind="months", file_format="xlsx", year=MONTH.year
    )
    rows = cells(data)
    head = next(row for row in rows if "Tháng 6" in row)
    line = rows[rows.index(head) + 1]
    told = dict(zip(head, line, strict=True))
    assert told["Tháng 5"] == "Không phát sinh"
    assert told["Tháng 6"].startswith("40%: Đã hoàn thành khảo sát")
    assert "Thiếu vốn" in told["Tháng 6"]
    assert (told["Tháng 7"], told["Tháng 1"]) == ("", "")


def test_an_empty_programme_says_so(programme, monitor):
    with pytest.raises(annexes.NothingToExport):
        annexes.write(programme=programme, user=monitor, kind="all", file_format="xlsx", year=2025)


@pytest.mark.parametrize(
    "query", ["", "?kind=months&year=2025", "?format=docx&kind=tasks", "?year=x"]
)
def test_the_page_gives_a_file(browser_of, programme, task, monitor, query):
    answer = browser_of(monitor).get(f"/chuong-trinh/{programme.code}/xuat/{query}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="LV-KH57-')
    assert answer.content[:2] == b"PK"


def test_the_file_holds_what_its_reader_may_see(
    browser_of, programme, task, other_department, monitor, clerk, stranger, at
):
    make_task(
        programme=programme, lead=other_department, by=monitor, at=at, title="Việc của sở khác"
    )
    path = f"/chuong-trinh/{programme.code}/xuat/?kind=tasks"
    own = cells(browser_of(clerk).get(path).content)
    assert task.title in str(own)
    assert "Việc của sở khác" not in str(own)
    assert browser_of(stranger).get(path).status_code == 404

"""A plan file into a programme: staged first, all or nothing, the same file again writes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conftest import make_org
from sauro.core.errors import NotAllowed
from sauro.domains.orgs import services as org_services
from sauro.domains.programmes.models import Group, PlanImport, Target, Task, TaskParty
from sauro.domains.programmes.services import plans, tasks
from sauro.domains.programmes.tests.factories import make_programme, make_task
from sauro.engines.history.models import Event
from sauro.engines.office.writing import Column, GroupLine, Sheet, write_xlsx

pytestmark = pytest.mark.django_db
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm")
ROWS = [
    GroupLine("I", "Nâng cao nhận thức"),
    ["1", "Xây dựng chương trình tuyên truyền", "Sở KH&CN", "Sở Tài chính", "6/2025", "Kế hoạch"],
    ["2", "Tổ chức tập huấn kỹ năng số", "Sở Tài chính", "UBND xã Đông Hải", "Thường xuyên", ""],
    GroupLine("II", "Hạ tầng số"),
    ["3", "Nâng cấp trung tâm dữ liệu", "Sở Khoa học và Công nghệ", "", "Quý III/2025", "Hệ thống"],
    ["4", "Phủ sóng 5G các khu công nghiệp", "Ban Quản lý khu lạ", "", "31/12/2025", "Báo cáo"],
]


def sheet(rows=ROWS, head=HEAD, name="Phụ lục"):
    return write_xlsx([Sheet(name, [Column(title) for title in head], rows)])


@pytest.fixture
def programme(province, department, other_department, commune, monitor, at):
    return make_programme(owner=province, by=monitor, at=at)


@pytest.fixture
def load(programme, monitor, at):
    def loaded(data=None, *, by=monitor, when=at, **more):
        staging = plans.stage_file(
            programme=programme, data=data or sheet(), file_name="pl.xlsx", by=by, at=when
        )
        return plans.accept_staging(staging=staging, by=by, at=when, **more)

    return loaded


def test_staging_writes_nothing(programme, monitor, at):
    before = Event.objects.count()
    staging = plans.stage_file(
        programme=programme, data=sheet(), file_name="pl.xlsx", by=monitor, at=at
    )
    assert staging.report.summary() | {"warnings": []} == {
        "groups": 2,
        "tasks": 4,
        "targets": 0,
        "created": 4,
        "updated": 0,
        "unchanged": 0,
        "errors": [],
        "warnings": [],
    }
    assert Task.objects.count() == Group.objects.count() == 0
    assert Event.objects.count() == before


def test_accepting_writes_groups_tasks_parties_and_events(load, department, commune):
    load()
    made = Task.objects.get(number="1")
    assert made.group.title == "Nâng cao nhận thức"
    assert made.lead == department
    assert made.due_on == made.original_due_on == date(2025, 6, 30)
    assert made.state == "draft"
    assert TaskParty.objects.filter(organisation=commune, role="coordinate").count() == 1
    unknown = TaskParty.objects.get(task__number="4")
    assert (unknown.organisation_id, unknown.mention) == (None, "Ban Quản lý khu lạ")
    assert Event.objects.filter(kind="programmes.task.imported").count() == 4
    assert Event.objects.filter(kind="programmes.programme.imported").count() == 1


def test_the_same_file_again_writes_nothing(load, at):
    load()
    before = Event.objects.count()
    stamps = list(Task.objects.values_list("pk", "version"))
    again = load(when=at + timedelta(days=1))
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 4)
    assert Event.objects.count() == before
    assert list(Task.objects.values_list("pk", "version")) == stamps


def test_a_changed_file_shows_and_writes_only_its_differences(load, programme, monitor, at):
    load()
    rows = [list(row) if isinstance(row, list) else row for row in ROWS]
    rows[1][1] = "Xây dựng chương trình tuyên truyền sâu rộng"
    rows[4][4] = "Quý IV/2025"
    staging = plans.stage_file(
        programme=programme, data=sheet(rows), file_name="pl.xlsx", by=monitor, at=at
    )
    changed = {row.number: row.changes for row in staging.report.rows if row.changes}
    assert [name for name, _old, _new in changed["1"]] == ["title"]
    assert [name for name, _old, _new in changed["3"]] == ["deadline_text"]
    plans.accept_staging(staging=staging, by=monitor, at=at)
    assert Task.objects.count() == 4
    assert Task.objects.get(number="3").due_on == date(2025, 12, 31)


def test_the_deadline_of_an_assigned_task_is_not_moved_by_a_file(load, programme, monitor, at):
    load()
    tasks.assign_task(task=Task.objects.get(number="3"), by=monitor, at=at)
    rows = [list(row) if isinstance(row, list) else row for row in ROWS]
    rows[4][4] = "Quý IV/2025"
    summary = load(sheet(rows))
    assert summary["updated"] == 0
    assert any(
        "extension" in w.get("proposal", "").lower() or "gia hạn" in w.get("proposal", "")
        for w in summary["warnings"]
    )
    assert Task.objects.get(number="3").due_on == date(2025, 9, 30)


def test_a_row_added_in_the_middle_keeps_the_others(load):
    load()
    rows = [*ROWS[:2], ["2", "Phát động phong trào học tập số", "Sở KH&CN", "", "2025", ""]]
    rows += [["3", *ROWS[2][1:]], *ROWS[3:]]
    summary = load(sheet(rows))
    assert (summary["created"], Task.objects.count()) == (1, 5)


def test_columns_in_another_order_and_wording_give_the_same_tasks(load):
    load()
    order = (1, 4, 2, 5, 3, 0)
    head = ("Nội dung nhiệm vụ", "Thời hạn", "Đơn vị chủ trì", "Kết quả", "Phối hợp", "STT")
    rows = [row if isinstance(row, GroupLine) else [row[n] for n in order] for row in ROWS]
    rows = [
        [row.title, "", "", "", "", row.number] if isinstance(row, GroupLine) else row
        for row in rows
    ]
    summary = load(sheet(rows, head))
    assert summary["created"] == 0, summary


def test_only_who_manages_loads(load, request):
    for person in ("clerk", "leader", "inspector", "stranger", "other_clerk"):
        with pytest.raises(NotAllowed):
            load(by=request.getfixturevalue(person))
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.xlsx"),
        (b"PK\x03\x04 not a zip", "a.xlsx"),
        (b"<html><body>1</body></html>", "a.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(programme, monitor, at, data, name):
    with pytest.raises(plans.PlanUnreadable) as refused:
        plans.stage_file(programme=programme, data=data, file_name=name, by=monitor, at=at)
    assert str(refused.value)


def test_a_staged_plan_is_accepted_once_and_refused_when_the_world_changed(
    programme, monitor, second_monitor, at, load
):
    plan = plans.stage_plan(
        programme=programme, data=sheet(), file_name="pl.xlsx", kind="auto", by=monitor, at=at
    )
    load(by=second_monitor)
    with pytest.raises(plans.StagingChanged):
        plans.accept_plan(plan=plan, by=monitor, at=at)
    plans.choose_agencies(plan=plan, choices={}, by=monitor, at=at)
    done = plans.accept_plan(plan=plan, by=monitor, at=at)
    assert done.result["unchanged"] == 4
    before = Event.objects.count()
    plans.accept_plan(plan=plan, by=monitor, at=at)
    assert Event.objects.count() == before


def test_a_person_decides_what_an_unknown_name_means(programme, monitor, at, department):
    plan = plans.stage_plan(
        programme=programme, data=sheet(), file_name="pl.xlsx", kind="auto", by=monitor, at=at
    )
    plan = plans.choose_agencies(
        plan=plan, choices={}, typed={"Ban Quản lý khu lạ": "Sở KH&CN"}, by=monitor, at=at
    )
    plans.accept_plan(plan=plan, by=monitor, at=at)
    assert Task.objects.get(number="4").lead == department
    with pytest.raises(plans.StagingChanged):
        plans.choose_agencies(plan=plan, choices={}, by=monitor, at=at)


def test_a_typed_name_that_nobody_has_is_refused(programme, monitor, at):
    plan = plans.stage_plan(
        programme=programme, data=sheet(), file_name="pl.xlsx", kind="auto", by=monitor, at=at
    )
    with pytest.raises(plans.PlanUnreadable.__mro__[1]):
        plans.choose_agencies(
            plan=plan, choices={}, typed={"Ban Quản lý khu lạ": "Sở Không Có"}, by=monitor, at=at
        )


def test_a_table_of_targets_becomes_targets(load, department):
    head = ("STT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng 2024", "2025", "2030", "Cơ quan chủ trì")
    rows = [
        GroupLine("I", "Hạ tầng số"),
        ["1", "Tỷ lệ phủ sóng 5G", "%", "13,8", "≥ 60", "100", "Sở KH&CN"],
        ["2", "Xếp hạng chuyển đổi số", "Hạng", "25", "Top 15", "Top 10", "Sở KH&CN"],
        ["2.1", "Kinh tế số trong GRDP", "%", "", "15-17", "35-37", "Sở Tài chính"],
    ]
    summary = load(sheet(rows, head))
    assert summary["targets"] == 3
    made = Target.objects.get(number="1")
    assert (made.year, made.lead) == (2030, department)
    assert made.milestones.get(year=2025).comparator == "ge"
    assert made.milestones.count() == 2
    assert Target.objects.get(number="2").comparator == "rank_top"
    assert load(sheet(rows, head))["unchanged"] == 3


def test_ten_staged_tasks_cost_as_much_as_four(
    programme, monitor, at, django_assert_max_num_queries
):
    rows = [[str(n), f"Nhiệm vụ số {n} về dữ liệu", "Sở KH&CN", "", "2025", ""] for n in range(30)]
    with django_assert_max_num_queries(12):
        plans.stage_file(
            programme=programme, data=sheet(rows), file_name="pl.xlsx", by=monitor, at=at
        )


def test_a_discarded_preview_is_gone(programme, monitor, at):
    plan = plans.stage_plan(
        programme=programme, data=sheet(), file_name="pl.xlsx", kind="auto", by=monitor, at=at
    )
    plans.discard_plan(plan=plan, by=monitor, at=at)
    assert not PlanImport.objects.exists()


def test_rows_with_errors_stop_the_file_unless_they_are_left_out(load, programme, monitor, at):
    rows = [*ROWS, ["5", "", "Sở KH&CN", "", "2025", "Báo cáo"]]
    staging = plans.stage_file(
        programme=programme, data=sheet(rows), file_name="pl.xlsx", by=monitor, at=at
    )
    broken = [row for row in staging.report.rows if row.has_error]
    if not staging.report.errors:
        pytest.fail(f"a task without a title is an error: {staging.report.summary()}")
    with pytest.raises(plans.PlanHasErrors):
        plans.accept_staging(staging=staging, by=monitor, at=at)
    assert not Task.objects.exists()
    plans.accept_staging(staging=staging, by=monitor, at=at, skip_errors=True)
    assert Task.objects.count() == 4
    assert len(broken) <= 1


@pytest.mark.parametrize("name", ["Sở Khoa học tỉnh Sông Xanh", "Sở Khoa học và Công nghệ"])
def test_a_plan_of_a_merged_province_is_read_in_the_words_of_its_successor(
    province, other_province, department, system, at, name
):
    closed = make_org("Sở Khoa học tỉnh Sông Xanh", "department", "SX-KH", other_province)
    programme = make_programme(owner=other_province, code="SX-KH57", by=system, at=at)
    make_task(programme=programme, lead=closed, by=system, at=at, title="Số hóa hồ sơ", number="1")
    for old, new in ((closed, department), (other_province, province)):
        org_services.close_organisation(
            organisation=old, on=date(2025, 6, 30), successors=[new], by=system, at=at
        )
    programme.refresh_from_db()
    data = sheet([["1", "Số hóa hồ sơ", name, "", "", ""]])
    staging = plans.stage_file(
        programme=programme, data=data, file_name="a.xlsx", by=system, at=at + timedelta(days=90)
    )
    [row] = staging.tasks
    assert [change for change in row.report.changes if change[0] == "parties"] == []
    assert row.parties[0].found.organisation == closed

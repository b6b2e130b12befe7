"""Sentences say what their figures say, for whom they speak, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sauro.domains.reporting import sections
from sauro.domains.reporting.rules import picture as pictures
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.subject import Subject, SubjectKind
from sauro.engines.office.papers import letters, measures
from sauro.engines.office.papers.shapes import Bullets, Paragraph, Table, text_of

DAY = date(2025, 6, 14)
PROVINCE = Subject(SubjectKind.PROVINCE, 1, "tỉnh Lúa Vàng")
AGENCY = Subject(SubjectKind.AGENCY, 2, "Sở Khoa học và Công nghệ")
TASK = pictures.TaskRow(
    id=1,
    programme=7,
    group=None,
    parent=None,
    number="1",
    title="Ban hành quy chế",
    lead=2,
    deadline="",
    due=date(2025, 7, 1),
    state="in_progress",
    cls="in_time",
    percent=10,
    completed=None,
    deliverable="",
    fanned_out=False,
)
PICTURE = pictures.Picture(
    owner=1,
    period="2025-06",
    label="Tháng 6/2025",
    first=date(2025, 5, 15),
    day=DAY,
    next_label="Tháng 7/2025",
    next_day=date(2025, 7, 14),
    programmes=(pictures.Programme(7, "A", "Kế hoạch A"),),
    agencies=(
        pictures.Agency(1, "Tỉnh", "Tỉnh", "0001", "province"),
        pictures.Agency(2, "Sở Khoa học và Công nghệ", "Sở KH&CN", "00010001", "department"),
        pictures.Agency(3, "Sở Tài chính", "Sở TC", "00010002", "department"),
    ),
    tasks=(TASK,),
)


def said(section, picture=PICTURE, subject=PROVINCE) -> str:
    found = []
    for block in section(View(picture, subject)).blocks:
        if isinstance(block, Paragraph):
            found.append(text_of(block.runs))
        elif isinstance(block, Bullets):
            found += [text_of(item) for item in block.items]
    return "\n".join(found)


def with_tasks(*rows) -> pictures.Picture:
    return replace(
        PICTURE, tasks=tuple(replace(TASK, id=n, **row) for n, row in enumerate(rows, 1))
    )


def past(*leads) -> pictures.Past:
    rows = tuple(
        pictures.PastRow(n, 7, None, lead, "in_progress", "in_time")
        for n, lead in enumerate(leads, 1)
    )
    return pictures.Past(date(2025, 5, 14), rows)


LATE = {"cls": "overdue", "due": date(2025, 6, 1)}
BLOCKED = {"obstacle": "Thiếu kinh phí"}


def test_late_agencies_are_asked_only_where_something_is_late():
    assert "quá hạn" not in said(sections.proposals, with_tasks(BLOCKED))
    assert "tháo gỡ" in said(sections.proposals, with_tasks(BLOCKED))
    both = said(sections.proposals, with_tasks(BLOCKED, LATE))
    assert "tháo gỡ" in both
    assert "quá hạn" in both
    assert "tháo gỡ" not in said(sections.proposals, with_tasks(LATE))


def test_an_agency_does_not_ask_other_agencies_in_its_own_report():
    for rows in ([BLOCKED], [LATE], [BLOCKED, LATE], []):
        for section in (sections.proposals, sections.obstacles):
            assert "các cơ quan" not in said(section, with_tasks(*rows), AGENCY).lower()


@pytest.mark.parametrize("subject", [PROVINCE, AGENCY])
def test_nothing_blocked_is_said_of_what_was_reported(subject):
    assert "không nêu khó khăn" in said(sections.obstacles, PICTURE, subject)


def test_an_agency_without_tasks_in_the_period_before_is_compared_with_nothing():
    picture = replace(PICTURE, before=past(3, 3), year_ago=past(3))
    words = said(sections.general, picture, AGENCY)
    assert "So với" not in words
    assert "chưa có số liệu" in words.lower()
    assert "So với ngày 14/5/2025" in said(sections.general, picture)


def test_a_first_period_is_not_compared_and_claims_nothing_about_the_system():
    words = said(sections.general)
    assert "So với" not in words
    assert "đầu tiên" not in words


@pytest.mark.parametrize("count", [0, 1, 3])
def test_no_or_one_or_some_tasks(count):
    words = said(sections.general, with_tasks(*[{}] * count))
    if not count:
        assert "không có nhiệm vụ" in words
        assert "%" not in words
    else:
        assert f"có 0{count} nhiệm vụ" in words
        assert f"0/0{count} nhiệm vụ (đạt 0%)" in words


def test_next_period_names_its_days_once():
    assert "đến hạn đến hết" not in said(sections.ahead)
    assert "14/7/2025" in said(sections.ahead)


def test_the_report_of_a_programme_tells_its_corrections():
    from sauro.domains.reporting.definitions import definitions

    row = pictures.CorrectionRow("Số lớp", 3, (7,), "10", "12", DAY, "Sót", "Lan")
    other = replace(row, programmes=(8,), what="Khác")
    view = View(
        replace(PICTURE, corrections=(row, other)), Subject(SubjectKind.PROGRAMME, 7, "kế hoạch A")
    )
    built = [one for part in definitions()["programme"].build(view) for one in part.sections]
    [told] = [one for one in built if one.key == "corrections"]
    assert "Số lớp" in str(told.data)
    assert "Khác" not in str(told.data)


def test_no_word_at_the_head_of_a_table_is_broken():
    """In Word a word that is wider than its column goes on in the next line: “Khôn/g”."""
    group = pictures.Group(11, 7, "I", "Nhóm nhiệm vụ về hạ tầng số")
    picture = replace(with_tasks({"group": 11}, LATE), groups=(group,))
    picture = replace(picture, before=past(2), year_ago=past(2))
    view = View(picture, PROVINCE)
    parts = (sections.general, sections.groups, sections.agencies, sections.task_annex)
    for part in parts:
        built = part(view)
        for table in (one for one in built.blocks if isinstance(one, Table)):
            wide = measures.text_width(landscape=built.annex)
            widths = measures.fitted([one.width_mm for one in table.columns], wide)
            for column, width in zip(table.columns, widths, strict=True):
                word = max(column.title.split(), key=len)
                needs = letters.width_mm(word, measures.TABLE_SIZE, bold=True)
                assert needs <= width - 2 * measures.CELL_INSET - 0.3, (built.key, column.title)

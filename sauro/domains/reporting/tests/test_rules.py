"""Counts of a report from frozen rows: they add up for every subject; sentences keep figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.bottlenecks.rules import Kind, Level
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.phrases import phrases
from sauro.domains.reporting.rules import phrasing, urging
from sauro.domains.reporting.rules import picture as pictures
from sauro.domains.reporting.rules.figures import CLASSES, View, percent
from sauro.domains.reporting.rules.subject import Subject, SubjectKind
from sauro.domains.reporting.sections import editing
from sauro.domains.reporting.sections.building import RECORDS
from sauro.engines.office.papers.shapes import Bullets, Heading, Paragraph, Run, blocks_to_data

DAY = date(2025, 6, 14)
STATE_OF = {
    "done_on_time": "completed",
    "done_late": "completed",
    "suspended": "suspended",
    "cancelled": "cancelled",
}
AGENCIES = (
    pictures.Agency(1, "Tỉnh", "Tỉnh", "0001", "province"),
    pictures.Agency(2, "Sở Khoa học và Công nghệ", "Sở KH&CN", "00010001", "department"),
    pictures.Agency(3, "Trung tâm", "Trung tâm", "000100010001", "centre"),
    pictures.Agency(4, "UBND xã Đông Hải", "Đông Hải", "00010002", "commune"),
)
SUBJECTS = (
    Subject(SubjectKind.PROVINCE, 1, "tỉnh"),
    Subject(SubjectKind.PROGRAMME, 7, "kế hoạch"),
    Subject(SubjectKind.AGENCY, 2, "Sở"),
    Subject(SubjectKind.COMMUNE, 4, "xã"),
)


@st.composite
def tasks(draw):
    cls = draw(st.sampled_from(CLASSES))
    due = DAY + timedelta(days=draw(st.integers(-60, 60)))
    done = DAY - timedelta(days=draw(st.integers(0, 90)))
    return {
        "programme": draw(st.sampled_from([7, 8])),
        "group": draw(st.sampled_from([None, 11, 12])),
        "parent": draw(st.sampled_from([None, None, 1])),
        "number": "",
        "title": draw(st.text("ăđê|[]*# x", min_size=1, max_size=20)),
        "lead": draw(st.sampled_from([None, 2, 3, 4])),
        "deadline": "",
        "due": due,
        "state": STATE_OF.get(cls, draw(st.sampled_from(["draft", "in_progress"]))),
        "cls": cls,
        "percent": draw(st.integers(0, 100)),
        "completed": done if cls.startswith("done") else None,
        "deliverable": "",
        "fanned_out": False,
        "obstacle": draw(st.sampled_from(["", "Thiếu kinh phí"])),
    }


@st.composite
def bottlenecks(draw):
    return {
        "code": "ĐN-01",
        "title": draw(st.text("ăđê x.;", min_size=1, max_size=20)),
        "kind": draw(st.sampled_from(list(Kind))),
        "condition": draw(st.sampled_from(["", "Bộ ban hành hướng dẫn."])),
        "level": draw(st.sampled_from(list(Level))),
        "lifter": draw(st.sampled_from(["", "Bộ Tài chính"])),
        "responsible": draw(st.sampled_from([None, 2, 3, 4])),
        "responsible_name": "Sở",
        "lift_by": draw(st.sampled_from([None, DAY, DAY - timedelta(days=3)])),
        "escalated_on": draw(st.sampled_from([None, DAY])),
        "tasks": tuple(draw(st.sets(st.integers(1, 25), max_size=5))),
        "targets": tuple(draw(st.sets(st.integers(1, 8), max_size=3))),
    }


def _numbered(rows):
    return tuple(pictures.BottleneckRow(id=n, **row) for n, row in enumerate(rows, 1))


@st.composite
def some_picture(draw):
    rows = [
        pictures.TaskRow(id=n, **row)
        for n, row in enumerate(draw(st.lists(tasks(), max_size=25)), 1)
    ]
    aims = [
        pictures.TargetRow(
            n, 7, None, "", f"Chỉ tiêu {n}", 2, "", "%", "≥ 80%", "81%", DAY, status, "rule"
        )
        for n, status in enumerate(
            draw(st.lists(st.sampled_from(["met", "exceeded", "missed", "no_data"]), max_size=8)), 1
        )
    ]
    return pictures.Picture(
        owner=1,
        period="2025-06",
        label="Tháng 6/2025",
        first=date(2025, 5, 15),
        day=DAY,
        next_label="Tháng 7/2025",
        next_day=date(2025, 7, 14),
        programmes=(pictures.Programme(7, "A", "Kế hoạch A"), pictures.Programme(8, "B", "B")),
        groups=(pictures.Group(11, 7, "I", "Nhóm"), pictures.Group(12, 8, "II", "Nhóm")),
        agencies=AGENCIES,
        tasks=tuple(rows),
        targets=tuple(aims),
        bottlenecks=draw(st.none() | st.lists(bottlenecks(), max_size=4).map(_numbered)),
    )


@settings(deadline=None)
@given(some_picture(), st.sampled_from(SUBJECTS))
def test_classes_groups_and_agencies_add_up_for_every_subject(picture, subject):
    view = View(picture, subject)
    total = view.number("tasks.total")
    assert sum(view.number(f"tasks.{cls}") for cls in CLASSES) == total == len(view.tasks)
    for what in ("group", "agency"):
        parts = [
            key for key in view.figures if key.startswith(f"{what}.") and key.endswith(".total")
        ]
        assert sum(view.number(key) for key in parts) == total
    assert view.number("tasks.done") == view.number("tasks.done_on_time") + view.number(
        "tasks.done_late"
    )
    assert view.figures["tasks.done_share"].value == percent(view.number("tasks.done"), total)
    known = {
        "tasks": {row.id for row in view.tasks},
        "targets": {row.id for row in view.targets},
        "bottlenecks": {row.id for row in view.bottlenecks},
    }
    assert all(set(one.ids) <= known[one.what] for one in view.figures.values())
    if picture.bottlenecks is not None:
        levels = sum(view.number(f"bottlenecks.level.{level}") for level in Level)
        assert levels == view.number("bottlenecks.total") == len(view.bottlenecks)
    assert set(view.completed) <= set(view.tasks)


@settings(deadline=None)  # the first one reads the phrases
@given(some_picture(), st.sampled_from(list(definitions().values())))
def test_every_report_is_built_and_every_figure_it_prints_exists(picture, definition):
    subject = next(one for one in SUBJECTS if one.kind == definition.about)
    view = View(picture, subject)
    for chapter in definition.build(view):
        for built in chapter.sections:
            for ref, text in _refs(built.data):
                kind, _dot, pk = ref.partition(".")
                if kind in RECORDS and pk.isdecimal():
                    continue
                assert phrasing.shown(view.figures[ref].value) in (text, text.lstrip("0") or "0")


def _refs(data):
    if isinstance(data, dict):
        if data.get("ref"):
            yield data["ref"], data["text"]
        for value in data.values():
            yield from _refs(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _refs(value)


@given(some_picture())
def test_a_picture_has_one_text_and_comes_back_from_it(picture):
    text = pictures.to_text(picture)
    again = pictures.from_text(text)
    assert again == picture
    assert pictures.digest(pictures.to_text(again)) == pictures.digest(text)


PLAIN = st.text("abc đê 12,5%", min_size=1, max_size=12).map(str.strip).filter(bool)
RUNS = st.lists(
    st.one_of(PLAIN.map(Run), PLAIN.map(lambda t: Run(t, ref="tasks.done"))), min_size=1
)


@given(
    st.lists(
        st.one_of(
            RUNS.map(Paragraph),
            st.lists(RUNS, min_size=1, max_size=3).map(Bullets),
            PLAIN.map(lambda text: Heading(text, 2)),
        ),
        max_size=6,
    )
)
def test_what_is_edited_and_left_alone_says_the_same(blocks):
    text = editing.to_text(blocks)
    again = editing.to_text(editing.to_blocks(text, blocks))
    assert again == text


def test_a_table_keeps_its_place_and_is_never_lost():
    view = View(_one_task(), SUBJECTS[0])
    built = definitions()["province"].build(view)[0].sections[0]
    text = editing.to_text(built.blocks)
    assert "[[bảng 1]]" in text
    assert blocks_to_data(editing.to_blocks(text, built.blocks)) == built.data
    moved = "Lời mới.\n" + text.replace("[[bảng 1]]\n", "")
    assert any(hasattr(block, "columns") for block in editing.to_blocks(moved, built.blocks))


def _one_task():
    row = pictures.TaskRow(
        1, 7, 11, None, "1", "Việc", 2, "", DAY, "completed", "done_on_time", 100, DAY, "", False
    )
    return pictures.Picture(
        owner=1,
        period="2025-06",
        label="Tháng 6/2025",
        first=date(2025, 5, 15),
        day=DAY,
        next_label="Tháng 7/2025",
        next_day=date(2025, 7, 14),
        programmes=(pictures.Programme(7, "A", "Kế hoạch A"),),
        groups=(pictures.Group(11, 7, "I", "Nhóm"),),
        agencies=AGENCIES,
        tasks=(row,),
        bottlenecks=(),
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0"), ("1234.5", "1.234,5"), ("-7", "-7"), ("100", "100"), ("1E+2", "100")],
)
def test_numbers_are_printed_as_official_papers_do(value, text):
    assert phrasing.shown(Decimal(value)) == text


def test_a_number_of_things_below_ten_has_a_leading_nought():
    assert [phrasing.counted_number(n) for n in (0, 3, 10, 1204)] == ["0", "03", "10", "1.204"]


def test_every_phrase_says_when_it_is_used_and_its_places_are_known():
    words = {"subject", "day", "period", "rest", "name", "value", "unit", "coverage", "compare"}
    words |= {"units", "expected", "next_period", "next_day", "move_done", "move_overdue", "terms"}
    words |= {"day_before", "day_year_ago"}
    words |= {"kind", "lifter", "responsible", "lift_by", "condition", "on", "days", "level"}
    words |= {"tasks", "targets", "n"}  # figures of one bottleneck, or of one level
    figures = View(_one_task(), SUBJECTS[0]).figures
    for phrase in phrases().values():
        assert phrase.when
        if phrase.key.startswith("urging."):  # of letters, which know words and no figures
            assert set(phrasing.places(phrase.text)) <= urging.PLACES, phrase.key
            continue
        for place in phrasing.places(phrase.text):
            stem = place.partition(".")[0]
            known = place in words or place in figures or stem in ("before", "year_ago")
            assert known or place.startswith("targets.outlook."), (phrase.key, place)

"""An Excel form out and in: whatever people do to it, each figure reaches its own cell."""

from __future__ import annotations

from datetime import date

import pytest

from sauro.domains.indicators.excelform import keys
from sauro.domains.indicators.models import Observation, Submission
from sauro.domains.indicators.tests.deciding.sheets import blank, cell, draft_of, fill, take
from sauro.domains.indicators.tests.factories import (
    MAY,
    hand_in,
    make_form,
    make_indicator,
    on,
)
from sauro.engines.history.models import Event
from sauro.engines.office.tests.books import opened, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(province, monitor, learners, rate):
    teams = make_indicator(province, monitor, "Tổ công nghệ số cộng đồng", code="TO", unit="tổ")
    return make_form(province, monitor, learners, rate, teams)


def test_the_form_shows_the_last_period_and_checks_what_is_typed(form, commune, commune_clerk):
    hand_in(*(form, commune, commune_clerk, MAY, on(date(2025, 5, 20))), HV=100, CQ=(30, 40), TO=12)
    sheet = opened(blank(form, commune)).active
    assert sheet.title == "B1"
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    assert cell(sheet, "HV", keys.LAST).value == "100 người"
    assert "30/40" in cell(sheet, "CQ", keys.LAST).value
    assert not cell(sheet, "HV", keys.VALUE).protection.locked
    assert cell(sheet, "HV", keys.NAME).protection.locked
    kinds = {str(one.sqref): one.type for one in sheet.data_validations.dataValidation}
    assert kinds[cell(sheet, "HV", keys.VALUE).coordinate] == "whole"
    assert kinds[cell(sheet, "CQ", keys.BASE).coordinate] == "decimal"
    assert "list" in kinds.values()
    assert blank(form, commune) == blank(form, commune), "the same form gives the same bytes"


def test_a_filled_form_comes_back_and_the_same_file_again_writes_nothing(
    form, commune, commune_clerk
):
    book = opened(blank(form, commune))
    fill(book.active, HV=1200, CQ=(39.5, 40), TO=7)
    data = saved(book)
    first = take(data, commune_clerk)
    assert (first.status, first.cells, first.problems) == ("saved", 3, [])
    assert draft_of(commune)["CQ"] == {"value": "39,5", "base": "40"}
    events, version = Event.objects.count(), Submission.objects.get().version
    assert take(data, commune_clerk).status == "unchanged"
    assert (Event.objects.count(), Submission.objects.get().version) == (events, version)
    assert take(data, commune_clerk, submit=True).status == "submitted"
    assert Observation.objects.count() == 3
    events = Event.objects.count()
    assert take(data, commune_clerk, submit=True).status == "unchanged"
    assert take(data, commune_clerk).status == "unchanged"
    assert Event.objects.count() == events


def _rows_inserted(book):
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    at = cell(sheet, "CQ", keys.VALUE).row
    sheet.insert_rows(at, 2)
    sheet.cell(at, 3).value = "ghi chú của xã"


def _columns_inserted(book):
    fill(book.active, HV=1200, CQ=(30, 40), TO=7)
    book.active.insert_cols(4, 2)


def _columns_moved(book):
    """The column of figures changes place with the column of names."""
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    one, other = cell(sheet, "HV", keys.VALUE).column, cell(sheet, "HV", keys.NAME).column
    for row in range(1, sheet.max_row + 1):
        left, right = sheet.cell(row, one), sheet.cell(row, other)
        left.value, right.value = right.value, left.value


def _rows_shuffled(book):
    """Whole rows, keys included, in another order."""
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    one, other = cell(sheet, "HV", keys.VALUE).row, cell(sheet, "TO", keys.VALUE).row
    for column in range(1, sheet.max_column + 1):
        up, down = sheet.cell(one, column), sheet.cell(other, column)
        up.value, down.value = down.value, up.value


def _headings_retyped(book):
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    marks = cell(sheet, "HV", keys.VALUE)
    head = next(row for row in sheet.iter_rows() if row[marks.column - 1].value == keys.VALUE)
    for one in sheet[head[0].row + 1]:
        one.value = "XÃ TỰ GÕ LẠI"
    sheet["B1"].value = "BÁO CÁO CỦA XÃ"
    sheet.title = "Sheet1"


def _numbers_as_text(book):
    fill(book.active, HV="1.200", CQ=(" 30,0 ", "40"), TO="7")


def _english_numbers_as_text(book):
    fill(book.active, HV="1,200.0", CQ=("30", "40"), TO="7")


def _keys_deleted(book):
    """Somebody unhides and deletes the key column; the codes and headings remain."""
    fill(book.active, HV=1200, CQ=(30, 40), TO=7)
    book.active.delete_cols(1)


def _marks_deleted(book):
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    row = next(one.row for one in sheet["A"] if one.value == keys.KEY)
    head = sheet[row + 1]
    titles = {"@value": "Số liệu", "@base": "Mẫu số", "@reason": "Giải trình"}
    for one in sheet[row]:
        if one.value in titles:
            head[one.column - 1].value = titles[one.value]
    sheet.delete_rows(row)


def _merged_headings(book):
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    sheet.merge_cells("B1:H1")
    note = cell(sheet, "TO", keys.NOTE)
    sheet.merge_cells(f"{note.coordinate}:K{note.row}")


def _second_sheet(book):
    fill(book.active, HV=1200, CQ=(30, 40), TO=7)
    other = book.create_sheet("Tính toán", 0)
    other["A1"], other["B1"] = "Tổng", 123


def _a_total_below(book):
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    sheet.cell(sheet.max_row + 2, cell(sheet, "HV", keys.VALUE).column).value = 1237


@pytest.mark.parametrize(
    "change",
    [
        *(_rows_inserted, _columns_inserted, _columns_moved, _rows_shuffled, _headings_retyped),
        *(_numbers_as_text, _english_numbers_as_text, _keys_deleted, _marks_deleted),
        *(_merged_headings, _second_sheet, _a_total_below),
    ],
)
def test_an_awkward_sheet_is_read_by_its_keys(change, form, commune, commune_clerk):
    book = opened(blank(form, commune))
    change(book)
    result = take(saved(book), commune_clerk, submit=True)
    assert result.status == "submitted", result.problems
    stored = {one.indicator.code: (one.amount, one.base) for one in Observation.objects.all()}
    assert stored == {
        "HV": (12_000_000, None),
        "CQ": (300_000, 400_000),
        "TO": (70_000, None),
    }


def _formula_without_result(book):
    fill(book.active, HV=1200, CQ=(30, 40), TO="=3+4")


def _rows_merged(book):
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    one, other = cell(sheet, "HV", keys.VALUE), cell(sheet, "CQ", keys.VALUE)
    sheet.merge_cells(f"{one.coordinate}:{other.coordinate}")


def _words(book):
    fill(book.active, HV="mười hai", CQ=(30, 40), TO=7)


def _beyond_range(book):
    fill(book.active, HV=1200, CQ=(50, 40), TO=7)


def _sorted_apart(book):
    """The visible columns were sorted, the hidden keys stayed."""
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    one, other = cell(sheet, "HV", keys.CODE), cell(sheet, "TO", keys.CODE)
    one.value, other.value = other.value, one.value


def _row_copied(book):
    """A row stands twice with different figures."""
    sheet = book.active
    fill(sheet, HV=1200, CQ=(30, 40), TO=7)
    row = cell(sheet, "HV", keys.VALUE).row
    for column in range(1, sheet.max_column + 1):
        sheet.cell(30, column).value = sheet.cell(row, column).value
    sheet.cell(30, cell(sheet, "HV", keys.VALUE).column).value = 1300


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (_formula_without_result, "TO", "formula"),
        (_rows_merged, "CQ", "merged"),
        (_words, "HV", "not a number"),
        (_beyond_range, "CQ", "highest"),
        (_sorted_apart, "HV", "sorted apart"),
        (_row_copied, "", "different figures"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_of_the_file_is_written(
    change, code, words, form, commune, commune_clerk, settings
):
    settings.LANGUAGE_CODE = "en"
    book = opened(blank(form, commune))
    change(book)
    result = take(saved(book), commune_clerk)
    assert result.status == "refused"
    hard = [one for one in result.problems if one.hard]
    assert any(words in one.message for one in hard), hard
    assert all(one.where.startswith("B1!") for one in hard)
    if code:
        row = cell(book.active, code, keys.VALUE).row
        assert any(str(row) in one.where for one in hard)
    assert not Submission.objects.exists()
    assert not Event.objects.filter(kind__startswith="indicators.form.filled").exists()

"""Excel forms in tests: made, filled in by key, loaded."""

from __future__ import annotations

from sauro.domains.indicators.excelform import files as excel_files
from sauro.domains.indicators.excelform import keys, layout
from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.services import excel
from sauro.domains.indicators.tests.factories import JUNE, NOW


def blank(form, unit, period=JUNE):
    [found] = blanks.blanks_of(form=form, units=[unit], period=period)
    return layout.workbook_of([found])


def cell(sheet, code, mark):
    """The cell of an indicator under a mark, wherever they stand."""
    cells = [one for row in sheet.iter_rows() for one in row if one.value is not None]
    column = next(one.column for one in cells if one.value == mark)
    row = next(one.row for one in cells if str(one.value).endswith(f"|{code}"))
    return sheet.cell(row, column)


def fill(sheet, **figures):
    for code, typed in figures.items():
        value, base, reason = (*(typed if isinstance(typed, tuple) else (typed,)), None, None)[:3]
        cell(sheet, code, keys.VALUE).value = value
        if base is not None:
            cell(sheet, code, keys.BASE).value = base
        if reason is not None:
            cell(sheet, code, keys.REASON).value = reason


def take(data, by, *, submit=False, expected=None, name="b1.xlsx", at=NOW, keep=True):
    files = data if isinstance(data, list) else [(name, data)]
    read = excel_files.read_files(files=files, by=by, expected=expected)
    results = excel.take_files(files=read, submit=submit, by=by, at=at, keep=keep)
    return results if isinstance(data, list) else results[0]


def draft_of(unit):
    submission = Submission.objects.get(organisation=unit)
    codes = {item.indicator_id: item.indicator.code for item in submission.data_set.items.all()}
    return {codes[int(pk)]: typed for pk, typed in submission.draft.items()}

"""Excel forms written and read back at the command line."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conftest import NOW
from sauro.core import clock
from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.tests.deciding.sheets import fill
from sauro.domains.indicators.tests.factories import make_form, make_indicator
from sauro.engines.office.tests.books import empty, opened, saved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: date(2025, 6, 10))


@pytest.fixture
def form(province, monitor, system):
    return make_form(province, monitor, make_indicator(province, monitor, code="HV", whole=True))


def run(name, *args):
    out = StringIO()
    try:
        call_command(name, *map(str, args), stdout=out, stderr=StringIO())
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_a_form_goes_out_and_comes_back(form, commune, tmp_path):
    path = tmp_path / "b1.xlsx"
    month = ("--period", "2025-06")
    assert run("figures_form", "B1", *month, "--unit", commune.code, "--output", path)[0] == 0
    book = opened(path.read_bytes())
    fill(book.active, HV=12)
    path.write_bytes(saved(book))
    assert run("import_figures", path, "--dry-run")[0] == 0
    assert not Submission.objects.exists()
    code, printed = run("import_figures", path, "--submit", "--format", "json")
    assert (code, json.loads(printed)[0]["status"]) == (0, "submitted")
    assert Submission.objects.get().state == "submitted"


def test_errors_in_a_file_end_with_two(form, commune, tmp_path):
    path = tmp_path / "b1.xlsx"
    run("figures_form", "B1", "--period", "2025-06", "--unit", commune.code, "--output", path)
    book = opened(path.read_bytes())
    fill(book.active, HV="mười hai")
    path.write_bytes(saved(book))
    code, printed = run("import_figures", path)
    assert code == 2
    assert "error: B1!" in printed
    assert not Submission.objects.exists()


def test_all_units_go_into_one_archive(form, commune, tmp_path):
    path = tmp_path / "b1.zip"
    assert run("figures_form", "B1", "--period", "2025-06", "--output", path)[0] == 0
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [f"B1 - {commune.name} - 2025-06.xlsx"]
    assert run("import_figures", path)[0] == 0, "an empty form is no error"


@pytest.mark.parametrize(
    "args",
    [
        ("B9", "--period", "2025-06"),
        ("B1", "--period", "2025-Q2"),
        ("B1", "--period", "sáu"),
        ("B1", "--period", "2025-06", "--unit", "KHONG-CO"),
    ],
)
def test_what_does_not_exist_is_said(form, args, tmp_path):
    with pytest.raises(CommandError):
        run("figures_form", *args, "--output", tmp_path / "x.xlsx")


def test_a_file_of_somebody_else_is_read_when_the_command_says_what_it_is(form, commune, tmp_path):
    path = tmp_path / "bao-cao.xlsx"
    book = empty()
    book.active.append(["TT", "Chỉ tiêu", "Kết quả"])
    book.active.append([1, "Số người học", 12])
    path.write_bytes(saved(book))
    assert run("import_figures", path)[0] == 2
    named = ("--form", "B1", "--unit", commune.code, "--period", "2025-06")
    assert run("import_figures", path, *named, "--submit")[0] == 0
    assert Submission.objects.get().state == "submitted"


def _table(path, *rows):
    book = empty()
    for row in rows:
        book.active.append(list(row))
    path.write_bytes(saved(book))
    return path


def test_every_cell_of_a_table_is_accounted_for(form, commune, tmp_path):
    path = _table(
        tmp_path / "bao-cao.xlsx",
        ["BÁO CÁO THÁNG 6/2025"],
        ["STT", "Đơn vị", "Số người học", "Kế hoạch", "Ghi chú"],
        [1, "Xã Đông Hải", "1.200", 1000, "đã rà soát"],
        [2, "Xã Lạ", 5, 6, None],
        ["", "Tổng cộng", 1206, None, None],
        ["Người lập biểu", None, "Chủ tịch"],
    )
    run_it = ("import_figures", path, "--form", "B1", "--dry-run", "--format", "json")
    code, printed = run(*run_it)
    [result] = json.loads(printed)
    assert (code, result["status"]) == (2, "partly")
    counts = result["counts"]
    assert (counts["cells"], counts["area"]) == (19, 5)
    assert (counts["read"], counts["unchanged"], counts["refused"], counts["ignored"]) == (
        1,
        0,
        1,
        3,
    )
    assert counts["area"] + sum(counts["outside"].values()) == counts["cells"]
    assert not Submission.objects.exists()
    named = ("--means", f"Xã Lạ={commune.code}")
    assert json.loads(run(*run_it, *named)[1])[0]["counts"]["refused"] == 2, "two rows of one unit"
    assert run("import_figures", path, "--form", "B1", "--unit", commune.code)[0] == 2
    assert Submission.objects.get().draft, "the sound figure is kept, the unknown unit named"


def test_all_units_go_onto_one_sheet_and_back(form, commune, tmp_path):
    path = tmp_path / "b1.xlsx"
    month = ("--period", "2025-06", "--together", "--output", path)
    assert run("figures_form", "B1", *month)[0] == 0
    assert run("import_figures", path)[0] == 0
    assert not Submission.objects.exists(), "an empty sheet changes nothing"


@pytest.mark.parametrize(
    "args",
    [
        ("--unit", "LV-DONGHAI"),
        ("--form", "B1", "--unit", "KHONG-CO"),
        ("--form", "B1", "--period", "tháng 13/2025"),
        ("--means", "Xã Lạ"),
    ],
)
def test_what_is_named_of_a_table_must_exist(form, commune, args, tmp_path):
    path = _table(tmp_path / "a.xlsx", ["Đơn vị", "Số người học"], ["Đông Hải", 1])
    with pytest.raises(CommandError):
        run("import_figures", path, *args)

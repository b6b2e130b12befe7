"""Excel forms that come back: reasons, gaps, other units, many communes in one upload."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import give, make_org, make_user
from sauro.domains.indicators.excelform import files, keys
from sauro.domains.indicators.models import FormUpload, Submission
from sauro.domains.indicators.selectors import blanks
from sauro.domains.indicators.services import excel, uploads
from sauro.domains.indicators.tests.deciding.sheets import blank, cell, draft_of, fill, take
from sauro.domains.indicators.tests.factories import (
    JUNE,
    MAY,
    NOW,
    hand_in,
    make_form,
    make_indicator,
    on,
)
from sauro.engines.history.models import Event
from sauro.engines.office.bundles import write_bundle
from sauro.engines.office.tests import books
from sauro.engines.office.tests.books import opened, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(province, monitor, learners, rate):
    teams = make_indicator(province, monitor, "Tổ công nghệ số cộng đồng", code="TO", unit="tổ")
    return make_form(province, monitor, learners, rate, teams)


def test_soft_remarks_ask_for_a_reason_only_when_handing_in(form, commune, commune_clerk, settings):
    settings.LANGUAGE_CODE = "en"
    hand_in(*(form, commune, commune_clerk, MAY, on(date(2025, 5, 20))), HV=100, CQ=(30, 40), TO=12)
    book = opened(blank(form, commune))
    fill(book.active, HV=1200, CQ=(30, 40), TO=7)
    trial = take(saved(book), commune_clerk, keep=False)
    assert (trial.status, trial.can_submit) == ("ready", False)
    assert [one.hard for one in trial.problems] == [False]
    refused = take(saved(book), commune_clerk, submit=True)
    assert refused.status == "refused"
    assert "Say why" in refused.problems[0].message
    fill(book.active, HV=(1200, None, "Mở thêm 12 lớp"))
    assert take(saved(book), commune_clerk, submit=True).status == "submitted"


def test_a_form_with_gaps_is_kept_as_a_draft_and_not_handed_in(form, commune, commune_clerk):
    book = opened(blank(form, commune))
    fill(book.active, HV=1200)
    data = saved(book)
    assert take(data, commune_clerk, submit=True).status == "refused"
    kept = take(data, commune_clerk)
    assert (kept.status, kept.can_submit) == ("saved", False)
    assert {one.where for one in kept.problems}
    assert not any(one.hard for one in kept.problems)


def test_an_empty_cell_leaves_what_was_typed_on_the_page(form, commune, commune_clerk):
    first = opened(blank(form, commune))
    fill(first.active, HV=1200)
    take(saved(first), commune_clerk)
    second = opened(blank(form, commune))
    assert cell(second.active, "HV", keys.VALUE).value == 1200
    fill(second.active, HV=None, TO=7)
    take(saved(second), commune_clerk)
    assert draft_of(commune) == {"HV": {"value": "1200"}, "TO": {"value": "7"}}


def test_a_form_of_another_unit_or_period_is_refused_with_a_sentence(
    form, province, commune, commune_clerk, monitor, settings
):
    settings.LANGUAGE_CODE = "en"
    other = make_org("UBND xã Đông Tiến", "commune", "LV-DT", province)
    [here] = blanks.blanks_of(form=form, units=[commune], period=JUNE)
    book = opened(blank(form, other))
    fill(book.active, HV=1)
    foreign = take(saved(book), commune_clerk)
    assert (foreign.status, Submission.objects.count()) == ("refused", 0)
    assert "not one that your units report" in foreign.problems[0].message
    book = opened(blank(form, commune, MAY))
    fill(book.active, HV=1)
    past = take(saved(book), commune_clerk, expected=here.place)
    assert past.status == "refused"
    assert "not for the period chosen" in past.problems[0].message
    assert take(saved(book), commune_clerk).status == "refused", "May is closed"
    assert take(saved(book), monitor).status == "refused", "a monitor reports for nobody"


def test_a_form_without_any_key_is_read_when_the_page_says_what_it_is(form, commune, commune_clerk):
    book = books.empty()
    for row in (
        ["BÁO CÁO"],
        ["TT", "Nội dung", "Kết quả", "Mẫu số"],
        [1, "số người học", "1.200"],
        [2, "TỶ LỆ HỘ CÓ CÁP QUANG", 30, 40],
        [3, "Tổ công nghệ số cộng đồng", 7],
    ):
        book.active.append(row)
    [here] = blanks.blanks_of(form=form, units=[commune], period=JUNE)
    assert take(saved(book), commune_clerk).status == "refused", "nobody knows what it is"
    result = take(saved(book), commune_clerk, submit=True, expected=here.place)
    assert result.status == "submitted", result.problems


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_file_that_is_no_workbook_is_refused_by_name(data, form, commune_clerk):
    [result] = take([("b1.xlsx", data)], commune_clerk)
    assert result.status == "refused"
    assert result.problems[0].where == "b1.xlsx"


def test_many_communes_in_one_archive_each_with_its_own_result(form, province):
    communes = [
        make_org(f"UBND xã Số {n:03}", "commune", f"LV-{n:03}", province) for n in range(12)
    ]
    clerk = give(make_user("can-bo-tong-hop", "Vũ Thị Tâm"), "focal_officer", province)
    packed = []
    for n, unit in enumerate(communes):
        book = opened(blank(form, unit))
        fill(book.active, HV="sai" if n == 3 else n, CQ=(n, 40), TO=1)
        packed.append(
            (
                f"xã/{unit.name}.xlsx",
                saved(book),
            )
        )
    packed += [("__MACOSX/._x.xlsx", b"x"), ("đọc trước.txt", b"x y"), (packed[5][0], packed[5][1])]
    upload = uploads.stage_upload(files=[("xa.zip", write_bundle(packed))], by=clerk, at=NOW)
    assert not Submission.objects.exists()
    assert [one["status"] for one in upload.results].count("ready") == 12
    before = Event.objects.count()
    done = excel.accept_upload(upload=upload, submit=True, by=clerk, at=NOW)
    statuses = {}
    for one in done.results:
        statuses[one["status"]] = statuses.get(one["status"], 0) + 1
    assert statuses == {"submitted": 11, "refused": 2, "unchanged": 1}, (
        "a bad cell, no workbook, a copy"
    )
    assert Submission.objects.filter(state="submitted").count() == 11
    assert not Submission.objects.filter(organisation=communes[3]).exists()
    assert Event.objects.count() == before + 2 * 11 + 1
    with pytest.raises(excel.UploadDone):
        excel.accept_upload(upload=upload, submit=True, by=clerk, at=NOW)
    again = uploads.stage_upload(files=[("xa.zip", write_bundle(packed))], by=clerk, at=NOW)
    assert {one["status"] for one in again.results} == {"unchanged", "refused"}


def test_the_same_form_twice_with_other_figures_is_refused(form, commune, commune_clerk):
    book = opened(blank(form, commune))
    fill(book.active, HV=1)
    one = saved(book)
    fill(book.active, HV=2)
    first, second = take([("a.xlsx", one), ("b.xlsx", saved(book))], commune_clerk)
    assert (first.status, second.status) == ("saved", "refused")
    assert draft_of(commune)["HV"]["value"] == "1"


def test_forms_of_many_units_are_read_with_four_queries(form, province, commune):
    units = [commune, *(make_org(f"Xã {n}", "commune", f"X-{n}", province) for n in range(20))]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = blanks.blanks_of(form=form, units=units, period=JUNE)
    assert (len(found), len(queries)) == (21, 4)


def test_nobody_accepts_the_upload_of_another(form, commune, commune_clerk, clerk):
    book = opened(blank(form, commune))
    fill(book.active, HV=1)
    upload = uploads.stage_upload(files=[("a.xlsx", saved(book))], by=commune_clerk, at=NOW)
    with pytest.raises(excel.NotAllowed):
        excel.accept_upload(upload=upload, submit=False, by=clerk, at=NOW)
    assert FormUpload.objects.get().accepted_at is None


def test_a_file_costs_the_same_however_many_lines_it_has(province, monitor, commune, commune_clerk):
    spent = []
    for size in (2, 30):
        lines = [
            make_indicator(province, monitor, f"Chỉ số {size} {n}", code=f"C{size}-{n}")
            for n in range(size)
        ]
        wide = make_form(province, monitor, *lines, code=f"B{size}")
        book = opened(blank(wide, commune))
        fill(book.active, **{line.code: 5 for line in lines})
        read = files.read_files(files=[("a.xlsx", saved(book))], by=commune_clerk)
        with CaptureQueriesContext(connection) as queries:
            [result] = excel.take_files(files=read, submit=True, by=commune_clerk, at=NOW)
        assert result.status == "submitted", result.problems
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 50


def _bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b1.xlsx", b"0" * 60_000_000)
    return out.getvalue()


def _many():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(501):
            archive.writestr(f"{n}.xlsx", b"x")
    return out.getvalue()


@pytest.mark.parametrize("make", [_bomb, _many])
def test_a_hostile_archive_is_refused_before_it_is_unpacked(make, form, commune_clerk):
    [result] = take([("xa.zip", make())], commune_clerk)
    assert result.status == "refused"


def test_paths_in_an_archive_lead_nowhere(form, commune, commune_clerk):
    book = opened(blank(form, commune))
    fill(book.active, HV=1)
    packed = write_bundle([("../../etc/b1.xlsx", saved(book))])
    [result] = take([("xa.zip", packed)], commune_clerk)
    assert (result.name, result.status) == ("b1.xlsx", "saved")


def test_the_number_of_a_row_is_not_taken_for_a_code(province, monitor, commune, commune_clerk):
    lines = [
        make_indicator(province, monitor, name, code=code)
        for code, name in (("1", "Số lớp học"), ("2", "Số học viên"))
    ]
    plain = make_form(province, monitor, *lines)
    book = books.empty()
    for row in (["TT", "Chỉ số", "Số liệu"], [1, "Số học viên", 40], [2, "Số lớp học", 3]):
        book.active.append(row)
    [here] = blanks.blanks_of(form=plain, units=[commune], period=JUNE)
    assert take(saved(book), commune_clerk, expected=here.place).status == "saved"
    assert {code: typed["value"] for code, typed in draft_of(commune).items()} == {
        "1": "3",
        "2": "40",
    }

"""Sheets for national systems: layouts, what is sent, what was sent, what they have."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.core.errors import NotAllowed
from sauro.domains.programmes.rules import DeadlineClass
from sauro.domains.programmes.services import details, progress
from sauro.domains.programmes.tests.factories import make_task, progress_of
from sauro.domains.reporting import layouts, national_sheets
from sauro.domains.reporting.models import Exchange
from sauro.domains.reporting.rules import layouts as rules
from sauro.domains.reporting.rules import reconciling
from sauro.domains.reporting.selectors import national as selectors
from sauro.domains.reporting.services import national
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import text
from sauro.engines.history.models import Event
from sauro.engines.office.reading import OfficeError, read_tables
from sauro.engines.office.writing import Column, Sheet, write_xlsx

NQ57 = layouts.layout_of("nq57")


@pytest.fixture
def linked(work, monitor, at):
    """Two of three tasks have a code in nq57."""
    for name, code in (("late", "57-001"), ("done", "57-002")):
        details.set_external_id(task=work[name], system="nq57", code=code, by=monitor, at=at)
    details.set_external_id(task=work["ahead"], system="nq71", code="71-1", by=monitor, at=at)
    return work


def send(province, monitor, at, layout=NQ57):
    return national.record_sending(owner=province, layout=layout, soon_days=7, by=monitor, at=at)


def rows_of(province, at):
    as_of = selectors.today_of(at=at, soon_days=7)
    return selectors.sheet_rows(owner=province, layout=NQ57, as_of=as_of)


@pytest.mark.parametrize("code", layouts.CODES)
def test_every_layout_is_a_proposal_with_a_word_for_every_class(code):
    layout = layouts.layout_of(code)
    assert layout.is_proposal
    assert set(layout.codes["states"]) == {one.value for one in DeadlineClass}
    heads = [text.fold(name) for one in layout.columns for name in (one.title, *one.aliases)]
    assert len(heads) == len(set(heads))


def data_of(**more):
    column = {"key": "code", "source": "external_code", "title": "Mã", "is_key": True}
    base = {"code": "nq57", "system": "nq57", "name": "x", "sheet": "x", "title": "x"}
    return {**base, "columns": [column], **more}


@pytest.mark.parametrize(
    "more",
    [
        {"columns": []},
        {"columns": [{"key": "a", "source": "title", "title": "A", "is_key": True}]},
        {"columns": [*data_of()["columns"], {"key": "b", "source": "secret", "title": "B"}]},
        {"columns": [*data_of()["columns"], {"key": "code", "source": "title", "title": "B"}]},
        {"columns": [{**data_of()["columns"][0], "format": "money"}]},
        {"columns": [{**data_of()["columns"][0], "codes": "none"}]},
        {"columns": 5},
    ],
)
def test_a_layout_that_describes_no_sheet_is_refused(more):
    with pytest.raises(rules.BadLayout):
        rules.layout_from(data_of(**more))


def test_a_file_in_the_folder_replaces_the_layout(tmp_path):
    given_text = 'code = "nq57"\nsystem = "nq57"\nname = "Mới"\nsheet = "S"\ntitle = "T"\n'
    given_text += 'is_proposal = false\n[[columns]]\nkey = "code"\nsource = "external_code"\n'
    given_text += 'title = "Mã"\nis_key = true\n'
    (tmp_path / "nq57.toml").write_text(given_text, encoding="utf-8")
    assert layouts.layout_of("nq57", str(tmp_path)).name == "Mới"
    assert layouts.layout_of("nq71", str(tmp_path)).is_proposal
    (tmp_path / "nq57.toml").write_text("code = ", encoding="utf-8")
    with pytest.raises(national_sheets.LayoutBroken):
        national_sheets.layout_of("nq57", str(tmp_path))


def test_rows_are_the_linked_tasks_in_their_words(linked, province, at):
    found = {
        row.code: dict(zip([c.key for c in NQ57.columns], row.cells, strict=True))
        for row in rows_of(province, at)
    }
    assert set(found) == {"57-001", "57-002"}
    assert found["57-001"]["state"] == "Quá hạn"
    assert found["57-001"]["due"] == "21/05/2025"
    assert found["57-001"]["obstacle"] == "Chờ hướng dẫn của bộ"
    assert found["57-002"]["state"] == "Hoàn thành đúng hạn"
    assert found["57-002"]["percent"] == 100
    assert selectors.not_linked(owner=province, layout=NQ57).get() == linked["ahead"]


def test_a_sending_is_kept_row_by_row_and_the_same_again(linked, province, monitor, at):
    sent = send(province, monitor, at)
    assert (sent.count, len(sent.rows), len({row["hash"] for row in sent.rows})) == (2, 2, 2)
    assert send(province, monitor, at + timedelta(hours=1)).pk == sent.pk
    assert Event.objects.filter(kind="reporting.national.sent").count() == 1
    name, first = national_sheets.file_of(sent)
    assert name == "nq57-lv-2025-06-10.xlsx"
    assert national_sheets.file_of(Exchange.objects.get(pk=sent.pk))[1] == first
    [grid] = read_tables(first, name)
    told = [*grid.titles, *(cell.text for line in grid.rows for cell in line)]
    assert any("Biểu mẫu đề xuất" in words for words in told)


def test_other_rows_or_another_day_are_another_sending(linked, province, monitor, clerk, at):
    first = send(province, monitor, at)
    progress.submit_update(task=linked["late"], progress=progress_of(60), by=clerk, at=at)
    second = send(province, monitor, at)
    assert second.pk != first.pk
    changed = national_sheets.since_last(NQ57, first, rows_of(province, at))
    assert {one.code for one in changed.differences} == {"57-001"}
    assert send(province, monitor, at + timedelta(days=1)).pk != second.pk


def test_nothing_linked_is_nothing_sent(work, province, monitor, at):
    with pytest.raises(ReportRefused):
        send(province, monitor, at)


@pytest.mark.parametrize("person", ["clerk", "leader", "inspector", "stranger"])
def test_others_send_nothing(person, request, linked, province, at):
    with pytest.raises(NotAllowed):
        send(province, request.getfixturevalue(person), at)


def test_our_own_file_read_back_differs_in_nothing(linked, province, monitor, at):
    _name, data = national_sheets.file_of(send(province, monitor, at))
    theirs = national_sheets.theirs_of(NQ57, data, "a.xlsx")
    found = reconciling.compare(NQ57, rows_of(province, at), theirs)
    assert found.is_equal
    assert found.same == 2


THEIR_LINES = [
    ("Danh sách xuất từ hệ thống",),
    ("STT", "MÃ  NHIỆM VỤ", "Nhiệm vụ", "Hạn hoàn thành", "Tiến độ", "Ghi chú"),
    (1, "57-001", "Ban hành  QUY CHẾ dữ liệu", "2025-05-21", "40%", "x"),
    (2, "57-009", "Nhiệm vụ lạ", "1/7/2025", "10", ""),
    (3, "57-777", "A", "", "", ""),
    (4, "57-777", "B", "", "", ""),
    (5, "", "Không mã", "", "", ""),
]


def their_file(lines=THEIR_LINES):
    head = [Column("Bảng")] + [Column(str(n)) for n in range(6)]
    return write_xlsx([Sheet("x", head, [list(line) for line in lines])])


def test_their_export_is_read_liberally_and_nothing_is_guessed(linked, province, monitor, at):
    theirs = national_sheets.theirs_of(NQ57, their_file(), "xuat.xlsx")
    assert theirs.unknown == ("STT", "Ghi chú")
    assert "Cơ quan chủ trì" in theirs.missing
    assert theirs.doubled == ("57-777",)
    assert theirs.without_code == 1
    found = reconciling.compare(NQ57, rows_of(province, at), theirs)
    assert found.only_theirs == (("57-009", "Nhiệm vụ lạ"),)
    assert [row.code for row in found.only_ours] == ["57-002"]
    # the day and the title are the same in other spelling; the progress is not confirmed here
    assert [(one.column, one.ours, one.theirs) for one in found.differences] == [
        ("Tiến độ (%)", "0", "40%")
    ]


def test_a_code_that_stands_at_two_tasks_here_is_not_compared(linked, province, monitor, at):
    details.set_external_id(task=linked["ahead"], system="nq57", code="57-001", by=monitor, at=at)
    theirs = national_sheets.theirs_of(NQ57, their_file(), "xuat.xlsx")
    found = reconciling.compare(NQ57, rows_of(province, at), theirs)
    assert found.our_doubled == ("57-001",)
    assert found.differences == ()
    assert ("57-001", "") not in found.only_theirs


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return buffer.getvalue()


def entities():
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(their_file())) as source, zipfile.ZipFile(buffer, "w") as made:
        for one in source.namelist():
            data = source.read(one)
            if one == "xl/workbook.xml":
                data = data.replace(
                    b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1
                )
            made.writestr(one, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 nothing"),
        ("a.xlsx", b"<html><body>x</body></html>"),
        ("a.xlsx", b"%PDF-1.7\n%%EOF\n"),
        ("a.xlsx", bomb),
        ("a.xlsx", entities),
        ("a.csv", b"\xff\xfe\x00x,y"),
        ("a.xlsx", lambda: their_file([("A", "B"), ("1", "2")])),
        ("a.xlsx", lambda: their_file([("Mã nhiệm vụ",), ("57-001",)])),
    ],
)
def test_a_file_that_is_not_their_sheet_is_refused_on_the_page(
    name, data, linked, browser_of, monitor
):
    data = data() if callable(data) else data
    answer = browser_of(monitor).post(
        reverse("national_compare", args=["nq57"]), {"file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 422
    assert b"root:" not in answer.content


def test_the_reader_names_what_is_wrong():
    with pytest.raises(OfficeError):
        national_sheets.theirs_of(NQ57, entities(), "a.xlsx")
    with pytest.raises(national_sheets.NotTheirSheet):
        national_sheets.theirs_of(NQ57, their_file([("A", "B")]), "a.xlsx")


_CELLS = st.text(max_size=12) | st.sampled_from(
    ["Mã nhiệm vụ", "Tên nhiệm vụ", "57-001", "Tiến độ", "40%", "1/2/2025", "\x00", "=1+1"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # of a busy machine
@given(st.lists(st.lists(_CELLS, max_size=6), max_size=12))
def test_any_lines_are_read_or_refused(lines):
    try:
        theirs = reconciling.read_theirs(NQ57, lines, text.fold)
    except reconciling.NoHeading:
        return
    found = reconciling.compare(NQ57, [], theirs)
    assert len(found.only_theirs) == len(theirs.rows)
    assert found.only_ours == found.differences == ()


@given(
    st.dates(min_value=date(1900, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]),
)
def test_days_are_the_same_however_they_are_written(day, pattern):
    written = day.strftime(pattern)
    assert reconciling.day_in(written, "%d/%m/%Y") == day
    assert reconciling.day_in(f"{written} 00:00:00", "%d/%m/%Y") == day


def test_the_pages_show_send_and_show_again(linked, browser_of, monitor, province):
    browser = browser_of(monitor)
    listed = browser.get("/bao-cao/he-thong-quoc-gia/").content.decode()
    assert "nq57.vn" in listed
    page = browser.get("/bao-cao/he-thong-quoc-gia/nq57/").content.decode()
    assert "57-001" in page
    assert "Bố trí kinh phí chuyển đổi số" in page  # not linked
    sent = browser.post("/bao-cao/he-thong-quoc-gia/nq57/gui/", {"owner": province.code})
    assert sent["Content-Disposition"].startswith("attachment")
    one = Exchange.objects.get()
    again = browser.get(f"/bao-cao/he-thong-quoc-gia/nq57/lan-gui/{one.pk}/")
    assert again.content == sent.content
    compared = browser.post(
        "/bao-cao/he-thong-quoc-gia/nq57/doi-chieu/",
        {"file": SimpleUploadedFile("x.xlsx", their_file())},
    ).content.decode()
    for words in ("57-009", "57-777", "57-002", "Ghi chú"):
        assert words in compared, words
    book = browser.post(
        "/bao-cao/he-thong-quoc-gia/nq57/doi-chieu/",
        {"file": SimpleUploadedFile("x.xlsx", their_file()), "format": "xlsx"},
    )
    assert book.content[:2] == b"PK"
    assert browser.get("/bao-cao/he-thong-quoc-gia/nq99/").status_code == 404


def test_who_may_look_and_who_may_send(
    linked, browser_of, leader, clerk, stranger, monitor, province, at
):
    one = send(province, monitor, at)
    reader = browser_of(leader)
    assert reader.get("/bao-cao/he-thong-quoc-gia/nq57/").status_code == 200
    assert reader.post("/bao-cao/he-thong-quoc-gia/nq57/gui/").status_code == 403
    assert browser_of(clerk).get("/bao-cao/he-thong-quoc-gia/nq57/").status_code == 403
    other = browser_of(stranger)
    assert other.get(f"/bao-cao/he-thong-quoc-gia/nq57/lan-gui/{one.pk}/").status_code == 404
    assert "57-001" not in other.get("/bao-cao/he-thong-quoc-gia/nq57/").content.decode()


def test_a_broken_layout_of_the_province_is_named(linked, browser_of, monitor, settings, tmp_path):
    (tmp_path / "nq57.toml").write_text("code = 5", encoding="utf-8")
    settings.LAYOUTS = str(tmp_path)
    browser = browser_of(monitor)
    page = browser.get("/bao-cao/he-thong-quoc-gia/nq57/", follow=True).content.decode()
    assert "nq57.toml" in page


def test_the_sheet_costs_the_same_for_any_number_of_tasks(
    linked, browser_of, monitor, programme, department, at
):
    browser = browser_of(monitor)
    counts = []
    for n in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/bao-cao/he-thong-quoc-gia/nq57/")
        counts.append(len(asked))
        more = make_task(programme=programme, lead=department, title=f"Thêm {n}", by=monitor, at=at)
        details.set_external_id(task=more, system="nq57", code=f"57-1{n}", by=monitor, at=at)
    assert counts[0] == counts[1] <= 17


def test_the_operations_and_the_command(linked, browser_of, monitor, province, tmp_path):
    browser = browser_of(monitor)
    sheet = browser.get("/api/v1/national/nq57", {"owner": province.code}).json()
    assert (len(sheet["rows"]), sheet["not_linked"], sheet["is_proposal"]) == (2, 1, True)
    body = json.dumps({"owner": province.code})
    address = "/api/v1/national/nq57/sendings"
    made = browser.post(address, body, content_type="application/json")
    assert made.status_code == 201
    again = browser.post(address, body, content_type="application/json")
    assert again.json()["id"] == made.json()["id"]
    assert len(browser.get(address, {"owner": province.code}).json()) == 1
    file = browser.get(f"{address}/{made.json()['id']}/file")
    out = tmp_path / "nq57.xlsx"
    call_command("export_national", layout="nq57", owner=province.code, out=out)
    assert out.read_bytes() == file.content
    assert Exchange.objects.count() == 1


def test_the_operation_compares_their_export_and_keeps_nothing(
    linked, browser_of, monitor, province
):
    browser = browser_of(monitor)
    address = "/api/v1/national/nq57/comparisons"
    theirs = their_file(
        [
            ("Mã nhiệm vụ", "Tiến độ", "Ghi chú của họ"),
            ("57-001", "55%", ""),
            ("57-009", "10%", ""),
            ("", "1%", ""),
        ]
    )
    given = {"owner": province.code, "file": SimpleUploadedFile("xuat.xlsx", theirs)}
    answer = browser.post(address, given)
    assert answer.status_code == 200
    found = answer.json()
    assert [(one["code"], one["ours"], one["theirs"]) for one in found["differences"]] == [
        ("57-001", "0", "55%")
    ]
    assert [one["code"] for one in found["only_theirs"]] == ["57-009"]
    assert [one["code"] for one in found["only_ours"]] == ["57-002"]
    assert (found["is_equal"], found["same"], found["without_code"]) == (False, 0, 1)
    assert found["unknown_headings"] == ["Ghi chú của họ"]
    assert not Exchange.objects.exists()


def test_the_operation_refuses_what_is_not_their_sheet_and_who_may_not_see(
    linked, browser_of, monitor, clerk, stranger, province, settings
):
    address = "/api/v1/national/nq57/comparisons"

    def asked(person, name="a.xlsx", data=b""):
        given = {"owner": province.code, "file": SimpleUploadedFile(name, data)}
        return browser_of(person).post(address, given)

    refused = asked(monitor, data=their_file([("A", "B")]))
    assert (refused.status_code, refused.json()["code"]) == (422, "not_their_sheet")
    assert asked(monitor, "a.csv", b"\xff\xfe\x00").status_code == 422
    assert asked(clerk, data=their_file([("A", "B")])).status_code == 403
    assert asked(stranger, data=their_file([("A", "B")])).status_code == 404
    settings.UPLOAD_MAX_BYTES = 10
    assert asked(monitor, data=their_file([("A", "B")])).status_code == 422

"""Filling in figures on the page: what is due, cells kept, remarks, handing in, cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import give, make_user
from sauro.domains.indicators.models import Observation, Submission
from sauro.domains.indicators.services import deciding, submissions
from sauro.domains.indicators.services import forms as form_services
from sauro.domains.indicators.services.submissions import Entry
from sauro.domains.indicators.tests.factories import (
    JUNE,
    MAY,
    NOW,
    address,
    hand_in,
    make_form,
    make_indicator,
    on,
    text_of,
)

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def kept():
    return Submission.objects.get().draft


def test_what_is_due_is_named_with_its_day_and_what_was_returned(
    officer, form, commune, commune_clerk, monitor
):
    page = officer.get("/so-lieu/")
    assert page.context["waiting"] == 1
    [row] = page.context["rows"]
    assert (row["period"], row["days"], row["state"]["words"]) == ("June 2025", 7, "Not begun")
    assert "17 Jun 2025" in text_of(page)
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    assert officer.get("/so-lieu/").context["waiting"] == 0
    deciding.return_form(submission=done, reason="thiếu hai thôn", by=monitor, at=NOW)
    page = officer.get("/so-lieu/")
    assert page.context["waiting"] == 1
    assert "thiếu hai thôn" in text_of(page)
    assert page.context["rows"][0]["filled"] == 2


def test_who_owes_nothing_is_told_so(browser_of, form, clerk):
    page = browser_of(clerk).get("/so-lieu/")
    assert "No form is open for your unit" in text_of(page)


def test_a_closed_form_is_found_among_the_earlier_ones(officer, form, commune, commune_clerk, time):
    hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    time.to(on(date(2025, 8, 10)))
    page = officer.get("/so-lieu/")
    assert [row["period"] for row in page.context["earlier"]] == ["June 2025"]
    assert address(form, commune) in text_of(page)


def test_the_form_shows_last_period_and_what_was_typed(
    officer, form, commune, commune_clerk, learners
):
    hand_in(form, commune, commune_clerk, MAY, on(date(2025, 5, 20)), HV="1.200", CQ=(300, 400))
    submissions.save_cells(
        form=form,
        organisation=commune,
        period=JUNE,
        entries={learners.pk: Entry("5.000")},
        by=commune_clerk,
        at=NOW,
    )
    page = officer.get(address(form, commune))
    rows = {row.name: row for row in page.context["rows"]}
    assert rows["Số người học"].value == "5.000"
    assert rows["Số người học"].last == "1.200 người"
    assert rows["Số người học"].asks, "it jumped"
    assert not rows["Số người học"].bad
    assert rows["Tỷ lệ hộ có cáp quang"].last == "75% (300/400)"
    assert rows["Số người học"].shown == ""
    assert "May 2025" in text_of(page)
    assert page.context["progress"] == "1/2 cells"


def test_cells_saved_as_typed_come_back_with_remarks_in_words(officer, form, commune, learners):
    answer = officer.post(address(form, commune), {f"v-{learners.pk}": "1,5"}, headers=JSON)
    told = answer.json()
    assert told["saved"] == "Saved 09:00"
    assert told["progress"] == "1/2 cells"
    assert told["rows"][str(learners.pk)]["said"] == [
        {"text": "A whole number is expected.", "hard": True}
    ]
    assert kept() == {str(learners.pk): {"value": "1,5"}}


def test_a_ratio_and_the_parts_of_a_whole_are_added_up_beside_the_cells(
    officer, province, monitor, commune, rate
):
    whole = make_indicator(province, monitor, "Tổng số lớp", code="L")
    part = make_indicator(province, monitor, "Lớp cho phụ nữ", code="P", part_of=whole)
    form = make_form(province, monitor, rate, whole, part)
    posted = {
        f"v-{rate.pk}": "300",
        f"b-{rate.pk}": "400",
        f"v-{whole.pk}": "5",
        f"v-{part.pk}": "6",
    }
    rows = officer.post(address(form, commune), posted, headers=JSON).json()["rows"]
    assert rows[str(rate.pk)]["shown"] == "= 75%"
    assert rows[str(whole.pk)]["said"][0]["hard"]
    assert rows[str(whole.pk)]["parts"] == "", "the remark says it"
    again = {f"v-{part.pk}": "5"}
    rows = officer.post(address(form, commune), again, headers=JSON).json()["rows"]
    assert rows[str(whole.pk)]["parts"] == "The parts add up to 5."


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12345", "= 12.345 người"),
        ("1234.5", "= 1.234,5 người"),
        ("1.234,5", ""),
        ("1,", "= 1 người"),
    ],
)
def test_a_number_typed_in_another_way_is_read_back(officer, form, commune, learners, typed, read):
    posted = {f"v-{learners.pk}": typed}
    rows = officer.post(address(form, commune), posted, headers=JSON).json()["rows"]
    assert rows[str(learners.pk)]["shown"] == read


def test_a_form_saved_on_another_day_says_which(officer, form, commune, learners, time):
    officer.post(address(form, commune), {f"v-{learners.pk}": "12"}, headers=JSON)
    time.to(on(date(2025, 6, 12)))
    assert "Saved 10 Jun 2025, 09:00" in text_of(officer.get(address(form, commune)))


@pytest.mark.parametrize(
    "typed", ["9" * 400, "9" * 40 + ",1234567", "-", "1e999", "1.2.3,4,5", "1\x00a"]
)
def test_nonsense_in_a_cell_is_kept_and_remarked_on(officer, form, commune, rate, typed):
    posted = {f"v-{rate.pk}": typed, f"b-{rate.pk}": typed}
    answer = officer.post(address(form, commune), posted, headers=JSON)
    assert answer.json()["rows"][str(rate.pk)]["said"][0]["hard"]
    assert officer.get(address(form, commune)).status_code == 200
    assert officer.get(address(form, commune, "nop/")).status_code == 200


def test_a_whole_page_posted_without_javascript_does_not_undo_what_others_typed(
    browser_of, officer, form, commune, learners, rate
):
    second = browser_of(give(make_user("xa-2", "Vì Thị Mai"), "commune_officer", commune))
    page = officer.get(address(form, commune))
    seen = page.context["seen"]
    second.post(address(form, commune), {f"v-{rate.pk}": "3", f"b-{rate.pk}": "4"}, headers=JSON)
    posted = {
        "seen": seen,
        f"v-{learners.pk}": "12",
        f"r-{learners.pk}": "",
        f"v-{rate.pk}": "",
        f"b-{rate.pk}": "",
        f"r-{rate.pk}": "",
        "note": "số tạm",
        "action": "save",
    }
    answer = officer.post(address(form, commune), posted)
    assert answer.status_code == 302
    assert kept() == {
        str(rate.pk): {"value": "3", "base": "4"},
        str(learners.pk): {"value": "12"},
    }
    assert Submission.objects.get().note == "số tạm"


@pytest.mark.parametrize("seen", ["", "\t", "7", "x\ty\tz\r\n7\t8\t9\t10\t11"])
def test_a_mangled_memory_of_the_page_loses_nothing(officer, form, commune, learners, seen):
    officer.post(address(form, commune), {"seen": seen, f"v-{learners.pk}": "12"})
    assert kept() == {str(learners.pk): {"value": "12"}}


def test_a_cell_can_be_emptied_again(officer, form, commune, learners):
    officer.post(address(form, commune), {f"v-{learners.pk}": "12"}, headers=JSON)
    page = officer.get(address(form, commune))
    officer.post(address(form, commune), {"seen": page.context["seen"], f"v-{learners.pk}": ""})
    assert kept() == {str(learners.pk): {}}


def test_the_whole_way_without_javascript(officer, form, commune, learners, rate):
    cells = {f"v-{learners.pk}": "12", f"v-{rate.pk}": "5", f"b-{rate.pk}": "4"}
    answer = officer.post(address(form, commune), {"seen": "", **cells, "action": "submit"})
    assert answer["Location"] == address(form, commune, "nop/")
    summary = officer.get(answer["Location"])
    assert f'href="{address(form, commune)}#v-{rate.pk}"' in text_of(summary)
    refused = officer.post(answer["Location"])
    assert refused.status_code == 422
    assert "nothing was handed in" in text_of(refused)
    assert not Observation.objects.exists()
    seen = officer.get(address(form, commune)).context["seen"]
    officer.post(address(form, commune), {"seen": seen, **cells, f"v-{rate.pk}": "3"})
    summary = officer.get(answer["Location"])
    assert summary.context["problems"] == []
    done = officer.post(answer["Location"], follow=True)
    assert "The form was handed in." in text_of(done)
    assert Submission.objects.get().state == "submitted"
    assert Observation.objects.count() == 2


def test_an_unusual_figure_asks_for_a_reason_before_it_is_handed_in(
    officer, form, commune, commune_clerk, learners
):
    hand_in(form, commune, commune_clerk, MAY, on(date(2025, 5, 20)), HV=100, CQ=(1, 2))
    submissions.save_cells(
        form=form,
        organisation=commune,
        period=JUNE,
        entries={learners.pk: Entry("400")},
        by=commune_clerk,
        at=NOW,
    )
    summary = officer.get(address(form, commune, "nop/"))
    assert {one["url"] for one in summary.context["problems"]} >= {
        f"{address(form, commune)}#r-{learners.pk}"
    }


def test_handing_in_a_form_nobody_has_begun_leads_to_the_form(officer, form, commune):
    for method in ("get", "post"):
        answer = getattr(officer, method)(address(form, commune, "nop/"))
        assert answer["Location"] == address(form, commune)
    answer = officer.post(address(form, commune, "rut-lai/"))
    assert answer["Location"] == address(form, commune)
    assert not Submission.objects.exists()


def test_the_history_tells_saving_again_and_again_once(officer, form, commune, learners):
    for typed in ("1", "12", "120"):
        officer.post(address(form, commune), {f"v-{learners.pk}": typed}, headers=JSON)
    page = officer.get(address(form, commune))
    [line] = page.context["history"]
    assert line.changes == [{"label": "Số người học", "before": "", "after": "120"}]


def test_an_exempt_line_asks_for_nothing(officer, form, commune, monitor, rate):
    form_services.exempt(
        indicator=rate, organisation=commune, reason="chưa có hạ tầng", by=monitor, at=NOW
    )
    page = officer.get(address(form, commune))
    assert page.context["progress"] == "0/1 cells"
    assert f'name="v-{rate.pk}"' not in text_of(page)


def test_a_form_not_open_yet_is_read_only(officer, form, commune, time):
    time.to(on(date(2025, 6, 2)))
    page = officer.get(address(form, commune))
    assert page.status_code == 200
    assert not page.context["rights"].edit
    assert "open from" in text_of(page)


def test_pages_ask_the_database_as_often_for_many_lines_as_for_one(
    officer, province, monitor, commune, commune_clerk
):
    many = [make_indicator(province, monitor, f"Chỉ số {n}", code=f"C{n}") for n in range(30)]
    form = make_form(province, monitor, *many)
    hand_in(form, commune, commune_clerk, **{f"C{n}": n + 1 for n in range(30)})
    page, summary = address(form, commune), address(form, commune, "nop/")
    posted = {f"v-{one.pk}": "7" for one in many}
    officer.get("/so-lieu/")
    assert _cost(lambda: officer.get("/so-lieu/")) == 8
    assert _cost(lambda: officer.get(page)) == 13, "read, with what stood before"
    Submission.objects.update(state="draft")
    assert _cost(lambda: officer.get(page)) == 10
    assert _cost(lambda: officer.get(summary)) == 9
    assert _cost(lambda: officer.post(page, posted, headers=JSON)) == 15
    assert len(officer.get(page).content) < 60_000


def test_a_form_of_a_hundred_lines_is_a_small_page(
    officer, province, monitor, commune, commune_clerk
):
    lines = [
        make_indicator(
            *(province, monitor, f"Tỷ lệ hồ sơ nộp trực tuyến của lĩnh vực thứ {n}"),
            **({"rollup": "ratio", "factor": 100, "base_name": "Hồ sơ"} if n % 3 == 0 else {}),
            code=f"C{n}",
            unit="%",
        )
        for n in range(100)
    ]
    form = make_form(province, monitor, *lines)
    typed = {f"C{n}": (95, 121) if n % 3 == 0 else 78 for n in range(100)}
    hand_in(form, commune, commune_clerk, MAY, on(date(2025, 5, 20)), **typed)
    entries = {one.pk: Entry(*map(str, _pair(typed[one.code]))) for one in lines}
    kept = {"form": form, "organisation": commune, "period": JUNE, "entries": entries}
    submissions.save_cells(**kept, by=commune_clerk, at=NOW)
    answer = officer.get(address(form, commune))
    assert answer.content.count(b'<tr id="row-') == 100
    assert b"(95/121)" in answer.content
    assert len(answer.content) < 60_000


def _pair(typed):
    return typed if isinstance(typed, tuple) else (typed, "")


def _cost(act):
    with CaptureQueriesContext(connection) as cost:
        assert act().status_code in (200, 302)
    return len(cost)

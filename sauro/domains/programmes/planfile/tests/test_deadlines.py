from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.programmes.planfile.deadlines import parse

ROMAN = ["I", "II", "III", "IV"]


@pytest.mark.parametrize(
    ("phrase", "kind", "due_on"),
    [
        ("12/2025", "month", date(2025, 12, 31)),
        ("06/2025", "month", date(2025, 6, 30)),
        ("6/2025", "month", date(2025, 6, 30)),
        ("Tháng 5/2025", "month", date(2025, 5, 31)),
        ("Tháng 10 năm 2025", "month", date(2025, 10, 31)),
        ("Tháng Sáu năm 2025", "month", date(2025, 6, 30)),
        ("Tháng Năm năm 2025", "month", date(2025, 5, 31)),
        ("tháng mười hai/2025", "month", date(2025, 12, 31)),
        ("T12/2025", "month", date(2025, 12, 31)),
        ("12.2025", "month", date(2025, 12, 31)),
        ("6/25", "month", date(2025, 6, 30)),
        ("Hoàn thành trong tháng 6/2025", "month", date(2025, 6, 30)),
        ("Quý III/2025", "quarter", date(2025, 9, 30)),
        ("quý 3 năm 2025", "quarter", date(2025, 9, 30)),
        ("QIII/2025", "quarter", date(2025, 9, 30)),
        ("Quí II/2025", "quarter", date(2025, 6, 30)),
        ("III/2025", "quarter", date(2025, 9, 30)),
        ("Quý III, IV/2025", "quarter", date(2025, 12, 31)),
        ("Năm 2025 (Quý IV)", "quarter", date(2025, 12, 31)),
        ("31/12/2025", "date", date(2025, 12, 31)),
        ("trước ngày 30/6/2025", "date", date(2025, 6, 30)),
        ("Trước 15.8.2025", "date", date(2025, 8, 15)),
        ("ngày 30 tháng 6 năm 2025", "date", date(2025, 6, 30)),
        ("10/6/25", "date", date(2025, 6, 10)),
        ("2025-06-30 00:00:00", "date", date(2025, 6, 30)),
        ("45838", "date", date(2025, 6, 30)),
        ("29/02/2028", "date", date(2028, 2, 29)),
        ("trong vòng 30 ngày kể từ ngày 01/6/2025", "date", date(2025, 7, 1)),
        ("Năm 2025", "year", date(2025, 12, 31)),
        ("2025", "year", date(2025, 12, 31)),
        ("Đến năm 2030", "year", date(2030, 12, 31)),
        ("Năm 2025, tầm nhìn 2045", "year", date(2025, 12, 31)),
        ("cuối năm 2025", "year", date(2025, 12, 31)),
        ("6 tháng đầu năm 2025", "half", date(2025, 6, 30)),
        ("Sáu tháng cuối năm 2025", "half", date(2025, 12, 31)),
        ("9 tháng đầu năm 2025", "half", date(2025, 9, 30)),
        ("2025-2026", "range", date(2026, 12, 31)),
        ("2025 – 2030", "range", date(2030, 12, 31)),
        ("Giai đoạn 2025-2030", "range", date(2030, 12, 31)),
        ("Tháng 6-9/2025", "range", date(2025, 9, 30)),
        ("Từ tháng 3/2025 đến tháng 9/2025", "range", date(2025, 9, 30)),
        ("Từ tháng 3 đến tháng 9/2025", "range", date(2025, 9, 30)),
        ("Quý III/2025 đến Quý I/2026", "range", date(2026, 3, 31)),
        ("01/01/2025-31/12/2025", "range", date(2025, 12, 31)),
    ],
)
def test_phrases_that_give_a_day(phrase, kind, due_on):
    found = parse(phrase)
    assert (found.kind, found.due_on, found.clear, found.phrase) == (kind, due_on, True, phrase)


@pytest.mark.parametrize(
    ("phrase", "kind", "recurrence"),
    [
        ("Nhiệm vụ thường xuyên", "recurring", "continuous"),
        ("Thường xuyên, hằng năm", "recurring", "yearly"),
        ("Hằng năm", "recurring", "yearly"),
        ("hàng năm", "recurring", "yearly"),
        ("Hằng quý", "recurring", "quarterly"),
        ("Định kỳ hằng tháng", "recurring", "monthly"),
        ("6 tháng/lần", "recurring", "half_yearly"),
        ("Tháng 12 hằng năm", "recurring", "yearly"),
        ("trước 15/12 hằng năm", "recurring", "yearly"),
        ("2025 và những năm tiếp theo", "ongoing", "continuous"),
        ("Từ năm 2025", "ongoing", "continuous"),
        ("Từ 2026 trở đi", "ongoing", "continuous"),
    ],
)
def test_phrases_without_an_end(phrase, kind, recurrence):
    found = parse(phrase)
    assert (found.kind, found.recurrence, found.due_on, found.clear) == (
        kind,
        recurrence,
        None,
        True,
    )


@pytest.mark.parametrize(
    "phrase",
    [
        "sau khi Luật được thông qua", "theo tiến độ của Trung ương", "trong vòng 30 ngày", "Sau năm 2025",
        "sau tháng 6/2025", "31/6/2025", "29/02/2025", "Tháng 13/2025", "Kỳ họp thứ 9", "Quý IV", "30/6", "giữa năm",
    ],
)  # fmt: skip
def test_phrases_that_stay_unclear(phrase):
    found = parse(phrase)
    assert (found.kind, found.due_on, found.clear) == ("unclear", None, False)
    assert found.problem


@pytest.mark.parametrize(
    ("phrase", "due_on", "problem"),
    [
        ("đầu năm 2026", date(2026, 3, 31), "vague"),
        ("giữa năm 2026", date(2026, 6, 30), "vague"),
        ("Đầu tháng 6/2025", date(2025, 6, 10), "vague"),
        ("15/6/2025; 30/12/2025", date(2025, 12, 30), "several"),
        ("Trình tháng 6/2025, ban hành tháng 9/2025", date(2025, 9, 30), "several"),
        ("Tháng 6/2025 (sau khi Luật được thông qua)", date(2025, 6, 30), "relative"),
    ],
)
def test_phrases_that_only_propose_a_day(phrase, due_on, problem):
    found = parse(phrase)
    assert (found.due_on, found.problem, found.clear) == (due_on, problem, False)


def test_a_day_together_with_a_recurrence_keeps_both():
    found = parse("12/2025 và thường xuyên")
    assert (found.kind, found.due_on, found.recurrence) == (
        "month",
        date(2025, 12, 31),
        "continuous",
    )


def test_a_recurrence_may_be_bounded_by_years():
    found = parse("Hằng năm, giai đoạn 2026-2030")
    assert (found.kind, found.start_on, found.due_on) == (
        "recurring",
        date(2026, 1, 1),
        date(2030, 12, 31),
    )


def test_the_year_of_the_plan_completes_a_phrase_and_says_so():
    found = parse("Quý III", default_year=2025)
    assert (found.due_on, found.clear, found.problem) == (date(2025, 9, 30), True, "year_assumed")
    assert parse("30/6", default_year=2026).due_on == date(2026, 6, 30)


@pytest.mark.parametrize("phrase", ["", " ", "-", "...", "Không"])
def test_no_deadline_is_none(phrase):
    assert (parse(phrase).kind, parse(phrase).clear) == ("none", False)


days = st.dates(date(2021, 1, 1), date(2039, 12, 31))


@settings(deadline=None)
@given(days)
def test_every_spelling_of_a_day_gives_that_day(day):
    for phrase in (
        f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}",
        f"Trước ngày {day:%d/%m/%Y}", f"ngày {day.day} tháng {day.month} năm {day.year}",
        str((day - date(1899, 12, 30)).days),
    ):  # fmt: skip
        assert parse(phrase).due_on == day, phrase


@settings(deadline=None)
@given(days)
def test_every_spelling_of_a_month_ends_on_its_last_day(day):
    month, year = day.month, day.year
    for phrase in (
        f"{month}/{year}",
        f"{month:02}/{year}",
        f"Tháng {month}/{year}",
        f"tháng {month:02} năm {year}",
        f"T{month}/{year}",
    ):
        found = parse(phrase)
        assert (found.due_on.month, (found.due_on + timedelta(days=1)).day, found.start_on.day) == (
            month,
            1,
            1,
        )


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(2021, 2039))
def test_every_spelling_of_a_quarter_ends_with_it(quarter, year):
    for name in (ROMAN[quarter - 1], str(quarter)):
        for phrase in (
            f"Quý {name}/{year}",
            f"quý {name} năm {year}",
            f"Q{name}/{year}",
            f"Quý {name}-{year}",
            f"Quý {name}, năm {year}",
        ):
            assert (parse(phrase).due_on.month, parse(phrase).due_on.year) == (quarter * 3, year), (
                phrase
            )


@settings(deadline=None)
@given(
    st.text(max_size=60) | st.text("0123456789/-. quýthángnămđầucuốiIVX", max_size=30),
    st.none() | st.integers(2020, 2040),
)
def test_no_phrase_breaks_the_reading(phrase, year):
    found = parse(phrase, default_year=year)
    assert found.phrase.split() == " ".join(phrase.replace("\n", "; ").split()).split()
    assert found.clear or found.problem or found.kind == "none"
    if found.kind in {"date", "month", "quarter", "half", "year", "range"}:
        assert found.start_on <= found.due_on

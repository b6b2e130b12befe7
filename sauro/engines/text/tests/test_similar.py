"""Near-duplicate titles: the same work is found, the same formula is not enough."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.engines.text import similar
from sauro.engines.text.tests.labelled_different import DIFFERENT
from sauro.engines.text.tests.labelled_titles import SAME

TITLES = [title for pair in (*SAME, *DIFFERENT) for title in pair]


def test_nearly_all_pairs_of_the_same_work_are_found():
    found = [pair for pair in SAME if similar.similarity(*pair) >= 88]
    assert len(found) / len(SAME) >= 0.9
    missed = [pair for pair in SAME if similar.similarity(*pair) < 80]
    assert missed == []


def test_no_pair_of_different_work_is_called_a_duplicate():
    assert [pair for pair in DIFFERENT if similar.similarity(*pair) >= 88] == []


def test_few_pairs_of_different_work_are_even_suggested():
    suggested = [pair for pair in DIFFERENT if similar.similarity(*pair) >= 80]
    assert len(suggested) <= 2


@pytest.mark.parametrize(
    "what",
    [
        "bảo vệ môi trường làng nghề",
        "đào tạo nhân lực bán dẫn",
        "số hóa hồ sơ hộ tịch",
        "phòng, chống lũ quét",
    ],
)
def test_the_formula_of_a_plan_makes_no_duplicate(what):
    formula = "Xây dựng, trình UBND tỉnh ban hành kế hoạch"
    assert similar.similarity(f"{formula} {what}", f"{formula} phát triển du lịch xanh") < 50


@pytest.mark.parametrize(("one", "other"), [("2025", "2026"), ("quý I/2026", "quý III/2026")])
def test_the_same_work_of_another_period_is_another_task(one, other):
    title = (
        "Tổng hợp kết quả phát triển hạ tầng số, nhân lực số, dữ liệu số và an toàn thông tin mạng "
        "của các cơ quan, đơn vị, địa phương gửi Sở Khoa học và Công nghệ {}"
    )
    assert similar.similarity(title.format(one), title.format(other)) < 80


@given(st.sampled_from(TITLES), st.sampled_from(TITLES))
def test_the_score_does_not_depend_on_the_order_and_stays_within_bounds(a, b):
    assert similar.similarity(a, b) == similar.similarity(b, a)
    assert 0 <= similar.similarity(a, b) <= 100
    assert similar.similarity(a, a) == 100


def test_pairs_finds_the_labelled_duplicates_in_a_whole_plan():
    titles = [side for pair in SAME for side in pair] + [a for a, _ in DIFFERENT]
    found = {position for pair in similar.pairs(titles) for position in (pair.i, pair.j)}
    wanted = {n for n, pair in enumerate(SAME) if similar.similarity(*pair) >= 88}
    assert {2 * n for n in wanted} | {2 * n + 1 for n in wanted} <= found


def test_pairs_come_best_first_with_the_smaller_position_first():
    found = similar.pairs([side for pair in SAME for side in pair])
    assert all(pair.i < pair.j and 88 <= pair.score <= 100 for pair in found)
    assert [pair.score for pair in found] == sorted((p.score for p in found), reverse=True)


def test_a_task_given_to_many_communes_is_paired_with_the_first_only():
    titles = ["Thành lập tổ công nghệ số cộng đồng"] * 99
    assert [(pair.i, pair.j) for pair in similar.pairs(titles)] == [(0, n) for n in range(1, 99)]


@pytest.mark.parametrize("titles", [[], ["Một việc"], ["", ""], ["  ", "-"], ["57", "71"]])
def test_small_and_empty_plans_have_no_pairs(titles):
    assert similar.pairs(titles) == []


def test_nearest_finds_the_task_and_leaves_out_its_neighbours():
    matches = similar.nearest(SAME[0][1], TITLES)
    assert matches[0].score >= matches[-1].score >= 80
    assert {SAME[0][0], SAME[0][1]} <= {TITLES[match.index] for match in matches}
    assert "giáo dục" not in "".join(TITLES[match.index] for match in matches)


def test_nearest_reads_queries_without_marks():
    matches = similar.nearest("trien khai hoc ba so tai cac truong tieu hoc", TITLES, limit=1)
    assert "bạ số" in TITLES[matches[0].index] or "ba so" in TITLES[matches[0].index]


def test_nearest_gives_no_more_than_asked_and_nothing_for_an_empty_title():
    assert len(similar.nearest(SAME[0][0], [SAME[0][0]] * 20, limit=3)) == 3
    assert similar.nearest("", TITLES) == []
    assert similar.nearest(SAME[0][0], []) == []


def test_heavy_libraries_are_loaded_only_when_needed():
    code = (
        "import sys, sauro.engines.text, sauro.engines.periods;"
        "sys.exit(len({'sklearn', 'scipy', 'numpy', 'holidays'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

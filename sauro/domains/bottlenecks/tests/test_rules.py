"""What a kind is suggested by, what lifting weighs, and what merging leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.bottlenecks.rules import HOLDING, LIVE, Kind, State, merging
from sauro.domains.bottlenecks.rules.kinds import WORDS, suggested_kind
from sauro.domains.bottlenecks.rules.ranking import (
    Release,
    Severity,
    Waiting,
    points_of,
    release_of,
    severity_of,
)
from sauro.engines import text

WAITING = st.builds(
    Waiting, is_task=st.booleans(), alone=st.booleans(), late=st.booleans(), soon=st.booleans()
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Cơ chế, chính sách hỗ trợ chưa đồng bộ", Kind.MECHANISM_POLICY),
        ("Chưa bố trí vốn; nguồn lực tài chính còn hạn chế", Kind.MONEY),
        ("Thiếu nhân lực chuyên môn sâu về công nghệ thông tin", Kind.PEOPLE),
        ("Có tiền nhưng không có dự án phù hợp: vốn đầu tư chưa giải ngân", Kind.MONEY),
        ("Cán bộ CNTT cấp xã bố trí trái chuyên môn", Kind.PEOPLE),
        ("Đường truyền và máy chủ chưa đáp ứng", Kind.INFRASTRUCTURE_DATA),
        ("Hồ sơ đang chờ thẩm định, phê duyệt", Kind.PROCEDURE_AUTHORITY),
        ("Các sở chưa thống nhất, còn chờ ý kiến phối hợp", Kind.COORDINATION),
        ("Thời gian chuyển đổi mô hình chính quyền 2 cấp quá ngắn", Kind.COORDINATION),
        ("Trời mưa", None),
        ("", None),
        ("mạngg", None),
    ],
)
def test_the_words_of_an_obstacle_suggest_its_kind(words, kind):
    assert suggested_kind(text.fold(words)) == kind


def test_the_words_of_each_kind_are_folded_and_belong_to_one_kind():
    known = [word for words in WORDS.values() for word in words]
    assert set(WORDS) == set(Kind)
    assert len(known) == len(set(known))
    assert [word for word in known if text.fold(word) != word] == []


def test_a_task_weighs_one_a_target_two_and_twice_when_it_waits_for_nothing_else():
    assert points_of(Waiting(is_task=True, alone=False)) == 1
    assert points_of(Waiting(is_task=True, alone=True, soon=True)) == 3
    assert points_of(Waiting(is_task=False, alone=False, late=True, soon=True)) == 4
    assert points_of(Waiting(is_task=False, alone=True)) == 4


@given(st.lists(WAITING))
def test_what_is_released_adds_up_to_the_rows(rows):
    release = release_of(rows)
    assert release.total == len(rows) == release.tasks + release.targets
    assert release.tasks_alone <= release.tasks
    assert release.tasks_late + release.tasks_soon <= release.tasks
    assert release.weight == sum(points_of(one) for one in rows)
    assert release.weight >= release.total
    late = release.tasks_late + release.targets_late
    assert late == sum(one.late for one in rows)
    assert (release.severity == Severity.NONE) == (not rows)


@given(st.lists(WAITING), st.lists(WAITING))
def test_two_lists_release_what_both_release(first, second):
    one, other, both = release_of(first), release_of(second), release_of(first + second)
    for name in Release.__dataclass_fields__:
        assert getattr(both, name) == getattr(one, name) + getattr(other, name)


@given(st.lists(WAITING, min_size=1))
def test_a_late_record_never_weighs_less(rows):
    late = [Waiting(one.is_task, one.alone, late=True, soon=one.soon) for one in rows]
    assert release_of(late).weight >= release_of(rows).weight


@pytest.mark.parametrize(
    ("weight", "late", "severity"),
    [(0, 0, "none"), (1, 0, "low"), (6, 0, "medium"), (3, 1, "medium"), (20, 0, "high")],
)
def test_severity_follows_from_weight_and_lateness(weight, late, severity):
    assert severity_of(weight=weight, late=late) == severity
    assert severity_of(weight=weight, late=3) == Severity.HIGH


KEYS = st.lists(st.integers(0, 20), unique=True)


@given(KEYS, KEYS)
def test_merging_two_leaves_their_union(kept, other):
    moved = merging.carried(kept, other)
    assert set(kept) | set(moved) == set(kept) | set(other)
    assert len([*kept, *moved]) == len(set(kept) | set(other))
    assert merging.carried([*kept, *moved], other) == []


@given(st.integers(0, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_groups_hold_every_position_once_and_keep_pairs_together(count, pairs):
    known = [(i, j) for i, j in pairs if i < count and j < count]
    groups = merging.groups(count, known)
    assert sorted(index for group in groups for index in group) == list(range(count))
    home = {index: n for n, group in enumerate(groups) for index in group}
    assert all(home[i] == home[j] for i, j in known)
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)


def test_what_holds_is_live():
    assert HOLDING < LIVE
    assert State.PROPOSED in LIVE - HOLDING

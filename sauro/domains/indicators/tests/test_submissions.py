"""A form from the first cell to the confirmed figure, and everything that is refused on the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conftest import give, make_org, make_user
from sauro.core.errors import NotAllowed
from sauro.domains.indicators.models import (
    Latest,
    Observation,
    RollupRow,
    Submission,
    Superseded,
)
from sauro.domains.indicators.services import correcting, deciding, forms, submissions, totals
from sauro.domains.indicators.services.submissions import Entry, FormHasErrors
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
from sauro.engines.workflow import TransitionRefused

pytestmark = pytest.mark.django_db


def total(indicator, unit, period=JUNE):
    row = RollupRow.objects.filter(indicator=indicator, organisation=unit, period=period).first()
    return None if row is None else (row.total, row.base, row.units, row.confirmed)


def sound():
    return list(totals.differences(indicators=list(_indicator_ids())))


def _indicator_ids():
    return Observation.objects.values_list("indicator", flat=True).distinct()


def test_a_draft_counts_nowhere_and_keeps_what_was_typed(form, commune, commune_clerk, learners):
    draft, remarks = submissions.save_cells(
        form=form,
        organisation=commune,
        period=JUNE,
        entries={learners.pk: Entry("mười hai")},
        by=commune_clerk,
        at=NOW,
    )
    assert [one.code for one in remarks] == ["not_a_number"]
    assert draft.draft == {str(learners.pk): {"value": "mười hai"}}
    assert not Observation.objects.exists()
    again, _remarks = submissions.save_cells(
        form=form,
        organisation=commune,
        period=JUNE,
        entries={learners.pk: Entry("mười hai")},
        by=commune_clerk,
        at=NOW,
    )
    assert again.version == draft.version, "the same cell again writes nothing"


def test_handing_in_adds_up_at_once(form, province, commune, commune_clerk, learners, rate):
    other = make_org("UBND xã Đông Tiến", "commune", "LV-DT", province)
    other_clerk = give(make_user("xa-2", "Lò Thị Hoa"), "commune_officer", other)
    hand_in(form, commune, commune_clerk, HV="1.200", CQ=("300", "400"))
    hand_in(form, other, other_clerk, HV=800, CQ=(100, 100))
    assert total(learners, province) == (2_000 * 10_000, 0, 2, 0)
    assert total(rate, province) == (400 * 10_000, 500 * 10_000, 2, 0)
    assert Latest.objects.get(indicator=learners, organisation=commune).amount == 1_200 * 10_000
    assert not RollupRow.objects.filter(organisation=commune).exists(), "its figure is its total"
    assert sound() == []


def test_handing_in_twice_changes_nothing(form, commune, commune_clerk):
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    events = Event.objects.count()
    assert submissions.submit(submission=done, by=commune_clerk, at=NOW).version == done.version
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"HV": "", "CQ": (1, 2)}, "required"),
        ({"HV": "-1", "CQ": (1, 2)}, "below_range"),
        ({"HV": "1,5", "CQ": (1, 2)}, "not_whole"),
        ({"HV": "1", "CQ": (3, 2)}, "above_range"),
        ({"HV": "1", "CQ": (3, "")}, "denominator_missing"),
        ({"HV": "1 2 x", "CQ": (1, 2)}, "not_a_number"),
        ({"HV": "1", "CQ": (3, "0")}, "denominator_not_positive"),
    ],
)
def test_an_impossible_form_is_refused_whole_and_names_the_cell(
    form, commune, commune_clerk, cells, code
):
    with pytest.raises(FormHasErrors) as refused:
        hand_in(form, commune, commune_clerk, **cells)
    assert code in [one.code for one in refused.value.remarks]
    assert not Observation.objects.exists()
    assert Submission.objects.get().state == "draft"


def test_an_unusual_figure_needs_a_reason(form, commune, commune_clerk, learners, rate):
    hand_in(form, commune, commune_clerk, period=MAY, at=on(date(2025, 5, 20)), HV=100, CQ=(1, 2))
    entries = {learners.pk: Entry("400"), rate.pk: Entry("1", "2")}
    draft, remarks = submissions.save_cells(
        form=form, organisation=commune, period=JUNE, entries=entries, by=commune_clerk, at=NOW
    )
    assert [(one.code, one.hard, one.answered) for one in remarks] == [("jumped", False, False)]
    with pytest.raises(FormHasErrors):
        submissions.submit(submission=draft, by=commune_clerk, at=NOW)
    submissions.save_cells(
        form=form,
        organisation=commune,
        period=JUNE,
        entries={learners.pk: Entry("400", reason="mở thêm 12 lớp")},
        by=commune_clerk,
        at=NOW,
    )
    done = submissions.submit(submission=draft, by=commune_clerk, at=NOW)
    assert (done.state, done.remarks) == ("submitted", 1)


def test_a_form_is_open_only_in_its_days(form, commune, commune_clerk):
    with pytest.raises(submissions.FormClosed):
        hand_in(form, commune, commune_clerk, at=on(date(2025, 6, 3)), HV=1, CQ=(1, 2))
    late = hand_in(form, commune, commune_clerk, at=on(date(2025, 6, 18)), HV=1, CQ=(1, 2))
    assert late.is_late
    with pytest.raises(submissions.FormClosed):
        submissions.take_back(submission=late, by=commune_clerk, at=on(date(2025, 7, 5)))


def test_only_the_unit_itself_fills_in_its_form(form, commune, clerk, stranger, province):
    other = make_org("UBND xã Đông Tiến", "commune", "LV-DT", province)
    other_clerk = give(make_user("xa-2", "Lò Thị Hoa"), "commune_officer", other)
    for person in (clerk, stranger, other_clerk):
        with pytest.raises(NotAllowed):
            hand_in(form, commune, person, HV=1, CQ=(1, 2))


def test_a_unit_that_is_not_asked_cannot_report(form, department, clerk):
    with pytest.raises(submissions.NotOwed):
        hand_in(form, department, clerk, HV=1, CQ=(1, 2))


def test_confirming_confirms_the_figures_and_nobody_confirms_his_own(
    form, province, commune, commune_clerk, monitor, learners, leader
):
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    outcome = deciding.confirm_forms(submissions=[done.pk], by=leader, at=NOW)
    assert not outcome.done
    assert "role" in outcome.refused[0].reason or outcome.refused[0].reason
    outcome = deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW)
    assert [one.state for one in outcome.done] == ["confirmed"]
    assert total(learners, province) == (5 * 10_000, 0, 1, 1)
    assert not Superseded.objects.exists(), "a confirmed figure is the same figure"
    again = deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW)
    assert not again.done
    assert sound() == []
    give(commune_clerk, "monitor", province)
    own = Submission.objects.get(pk=done.pk)
    Submission.objects.filter(pk=own.pk).update(state="submitted")
    commune_clerk = type(commune_clerk).objects.get(pk=commune_clerk.pk)
    outcome = deciding.confirm_forms(submissions=[own.pk], by=commune_clerk, at=NOW)
    assert not outcome.done


def test_a_form_with_a_checking_agency_goes_by_it_first(
    province, monitor, learners, department, clerk, commune, commune_clerk
):
    form = make_form(province, monitor, learners, code="B2", checker=department)
    done = hand_in(form, commune, commune_clerk, HV=5)
    refused = deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW).refused
    assert len(refused) == 1
    assert len(deciding.check_forms(submissions=[done.pk], by=monitor, at=NOW).refused) == 1
    assert len(deciding.check_forms(submissions=[done.pk], by=clerk, at=NOW).done) == 1
    assert len(deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW).done) == 1


def test_a_returned_form_stops_counting_and_counts_again_when_it_comes_back(
    form, province, commune, commune_clerk, monitor, learners
):
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    with pytest.raises(deciding.ReasonNeeded):
        deciding.return_form(submission=done, reason=" ", by=monitor, at=NOW)
    deciding.return_form(submission=done, reason="thiếu hai thôn", by=monitor, at=NOW)
    assert total(learners, province)[:3] == (0, 0, 0)
    assert not Latest.objects.filter(indicator=learners).exists()
    assert sound() == []
    later = on(date(2025, 6, 12))
    hand_in(form, commune, commune_clerk, at=later, HV=7, CQ=(1, 2))
    assert total(learners, province)[:3] == (7 * 10_000, 0, 1)
    assert sound() == []
    kept = Superseded.objects.filter(indicator=learners).order_by("pk")
    assert [(one.amount, one.status) for one in kept] == [(50_000, 1), (50_000, 0)]


def test_a_form_taken_back_is_a_draft_again(form, province, commune, commune_clerk, learners):
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    back = submissions.take_back(submission=done, by=commune_clerk, at=NOW)
    assert back.state == "draft"
    assert total(learners, province)[2] == 0
    assert sound() == []


def test_a_confirmed_form_cannot_be_taken_back_or_returned(form, commune, commune_clerk, monitor):
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW)
    with pytest.raises(TransitionRefused):
        submissions.take_back(submission=done, by=commune_clerk, at=NOW)
    with pytest.raises(TransitionRefused):
        deciding.return_form(submission=done, reason="sai", by=monitor, at=NOW)


def test_a_correction_keeps_what_was_reported(
    form, province, commune, commune_clerk, monitor, learners
):
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW)
    later = on(date(2025, 8, 1))
    wanted = {
        "indicator": learners,
        "organisation": commune,
        "period": JUNE,
        "value": Decimal(6),
        "base": None,
        "by": monitor,
        "at": later,
    }
    with pytest.raises(correcting.BadFigure):
        correcting.correct_figure(**wanted, reason="")
    with pytest.raises(correcting.BadFigure):
        correcting.correct_figure(**{**wanted, "value": Decimal("1.5")}, reason="đếm lại")
    with pytest.raises(NotAllowed):
        correcting.correct_figure(**{**wanted, "by": commune_clerk}, reason="đếm lại")
    correcting.correct_figure(**wanted, reason="đếm lại")
    correcting.correct_figure(**wanted, reason="đếm lại")
    assert total(learners, province) == (6 * 10_000, 0, 1, 1)
    kept = Superseded.objects.get()
    assert (kept.amount, kept.after_closing, kept.until) == (50_000, True, later.date())
    assert sound() == []


def test_a_unit_proposes_and_the_owner_decides(
    form, province, commune, commune_clerk, monitor, learners
):
    hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    key = {
        "indicator": learners,
        "organisation": commune,
        "period": JUNE,
        "base": None,
        "reason": "sót một thôn",
        "by": commune_clerk,
        "at": NOW,
    }
    first = correcting.propose_figure(**key, value=Decimal(8))
    assert correcting.propose_figure(**key, value=Decimal(9)).pk == first.pk, "one open at a time"
    assert total(learners, province)[0] == 50_000, "a proposal counts nowhere"
    with pytest.raises(NotAllowed):
        correcting.decide_proposal(proposal=first, accept=True, answer="", by=commune_clerk, at=NOW)
    with pytest.raises(correcting.BadFigure):
        correcting.decide_proposal(proposal=first, accept=False, answer="", by=monitor, at=NOW)
    correcting.decide_proposal(proposal=first, accept=True, answer="", by=monitor, at=NOW)
    assert total(learners, province)[0] == 90_000
    assert sound() == []


def test_an_exempt_unit_leaves_the_cell_empty(form, commune, commune_clerk, monitor, rate):
    forms.exempt(indicator=rate, organisation=commune, reason="chưa có hạ tầng", by=monitor, at=NOW)
    done = hand_in(form, commune, commune_clerk, HV=5)
    assert done.state == "submitted"
    submissions.take_back(submission=done, by=commune_clerk, at=NOW)
    with pytest.raises(FormHasErrors) as refused:
        hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    assert [one.code for one in refused.value.remarks] == ["not_applicable"]


def test_parts_of_a_whole_are_checked_on_the_form(province, monitor, commune, commune_clerk):
    whole = make_indicator(province, monitor, "Tổng số lớp", code="L")
    part = make_indicator(province, monitor, "Lớp cho phụ nữ", code="P", part_of=whole)
    form = make_form(province, monitor, whole, part)
    with pytest.raises(FormHasErrors) as refused:
        hand_in(form, commune, commune_clerk, L=5, P=6)
    assert [one.code for one in refused.value.remarks] == ["parts_exceed_whole"]


def test_a_sum_is_not_reported_by_two_levels(province, monitor, learners, form):
    with pytest.raises(forms.BadForm):
        make_form(province, monitor, learners, code="B9", kinds=["department"])

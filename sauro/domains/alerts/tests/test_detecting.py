"""Causes beyond tasks: targets, figures, forms, drafts, steps without anybody, what follows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import give, make_org, make_user
from sauro.domains.alerts import detecting
from sauro.domains.alerts.detecting import approvers, figures, handing_in, papers, targets
from sauro.domains.alerts.detecting.shape import Search
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.rules.catalogue import Setting
from sauro.domains.alerts.selectors.settings import Decision, Settings
from sauro.domains.alerts.services import refreshing
from sauro.domains.alerts.tests.factories import make_draft
from sauro.domains.documents.models import Draft
from sauro.domains.indicators.services import deciding
from sauro.domains.indicators.tests.factories import JUNE, MAY, hand_in, make_form, make_indicator
from sauro.domains.orgs.models import RoleGrant
from sauro.domains.programmes.services import targets as target_services
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 10)


def search(day=TODAY, *decisions):
    return Search(Settings(tuple(decisions)), day)


@pytest.fixture
def communes(province):
    return [make_org(f"UBND xã {n}", "commune", f"LV-X{n}", province) for n in range(4)]


@pytest.fixture
def fillers(communes):
    return {
        one.pk: give(make_user(f"xa-{one.pk}", f"Cán bộ {one.code}"), "commune_officer", one)
        for one in communes
    }


def filled(form, communes, fillers, values, period, at, **more):
    for unit, value in zip(communes, values, strict=True):
        if value is not None:
            hand_in(form, unit, fillers[unit.pk], period=period, at=at, **{more["code"]: value})


@pytest.fixture
def rate(province, monitor):
    return make_indicator(
        province, monitor, "Tỷ lệ hồ sơ số", code="TL", unit="%", rollup="ratio", factor=100
    )


@pytest.fixture
def learners(province, monitor):
    return make_indicator(province, monitor, "Số người học", code="HV")


def test_a_target_behind_the_time_elapsed_is_told(programme, monitor, department, at):
    wanted = TargetInput(title="Hồ sơ trực tuyến", low=Decimal(80), unit="%", year=2025)
    target = target_services.create_target(programme=programme, target=wanted, by=monitor, at=at)
    reading = ReadingInput(on=date(2025, 6, 1), source="Cổng", value=Decimal(10))
    target_services.add_reading(target=target, reading=reading, by=monitor, at=at)
    [cause] = targets.causes(search())
    assert cause.subject_id == str(target.pk)
    assert cause.facts["value"] == "10"
    assert cause.organisation_id == programme.owner_id
    lenient = Decision(
        "target_off_course", programme.owner.path, None, Setting(True, "info", {"points": 60})
    )
    assert list(targets.causes(search(TODAY, lenient))) == []
    better = ReadingInput(on=date(2025, 6, 5), source="Cổng", value=Decimal(60))
    target_services.add_reading(target=target, reading=better, by=monitor, at=at)
    assert list(targets.causes(search())) == []


def test_a_total_that_falls_is_told(province, monitor, learners, communes, fillers, at):
    form = make_form(province, monitor, learners, closes_after=90)
    filled(form, communes, fillers, [100] * 4, MAY, at, code="HV")
    assert list(figures.falling(search())) == []
    filled(form, communes, fillers, [50, 50, 50, None], JUNE, at, code="HV")
    assert list(figures.falling(search())) == []
    filled(form, communes, fillers, [None, None, None, 50], JUNE, at, code="HV")
    [cause] = figures.falling(search())
    assert cause.facts["worse"] == 50
    assert (cause.facts["before_period"], cause.facts["period"]) == (MAY, JUNE)
    assert cause.owner_id == cause.organisation_id == province.pk


def test_units_far_below_the_others_are_told_the_worst_first(
    province, monitor, rate, communes, fillers, at
):
    form = make_form(province, monitor, rate)
    filled(
        form,
        communes,
        fillers,
        [("90", "100"), ("80", "100"), ("10", "100"), ("40", "100")],
        JUNE,
        at,
        code="TL",
    )
    with CaptureQueriesContext(connection) as asked:
        found = list(figures.gaps(search()))
    assert len(asked) <= 2
    assert [(one.part, one.facts["value"]) for one in found] == [
        (str(communes[2].pk), 10),
        (str(communes[3].pk), 40),
    ]
    assert found[0].facts["average"] == 55
    assert found[0].facts["gap"] == 45
    one = Decision(
        "unit_gap",
        province.path,
        None,
        Setting(True, "info", {"points": 10, "percent": 25, "worst": 1}),
    )
    assert len(list(figures.gaps(search(TODAY, one)))) == 1


def test_a_figure_where_less_is_better_is_compared_the_other_way(
    province, monitor, communes, fillers, at
):
    late = make_indicator(
        province,
        monitor,
        "Tỷ lệ hồ sơ trễ hạn",
        code="TH",
        unit="%",
        rollup="ratio",
        factor=100,
        direction="down",
    )
    form = make_form(province, monitor, late)
    values = [("5", "100"), ("5", "100"), ("60", "100"), ("6", "100")]
    filled(form, communes, fillers, values, JUNE, at, code="TH")
    [cause] = figures.gaps(search())
    assert cause.part == str(communes[2].pk)


def test_a_unit_silent_for_two_periods_is_told_until_it_hands_in(
    province, monitor, learners, communes, fillers, at, system
):
    form = make_form(province, monitor, learners, closes_after=90)
    for unit in communes[:3]:
        hand_in(form, unit, fillers[unit.pk], period=MAY, at=at, HV=10)
    day = date(2025, 8, 25)  # June, July and August were due, nobody handed them in
    late = {one.subject_id for one in handing_in.silent_units(search(day))}
    assert late == {str(unit.pk) for unit in communes}
    four = Decision("unit_silent", province.path, None, Setting(True, "warning", {"periods": 4}))
    [cause] = handing_in.silent_units(search(day, four))
    assert cause.subject_id == str(communes[3].pk)
    assert cause.facts["handed_in"] is None
    assert cause.part == str(form.pk)


def test_a_form_of_a_unit_closes_its_silence_at_once(
    province, monitor, learners, communes, fillers, run, at, django_capture_on_commit_callbacks
):
    form = make_form(province, monitor, learners, closes_after=90)
    later = at + timedelta(days=76)
    run(later)
    silent = Alert.objects.going_on().filter(rule="unit_silent")
    assert silent.count() == len(communes)
    with django_capture_on_commit_callbacks(execute=True):
        unit = communes[0]
        made = hand_in(form, unit, fillers[unit.pk], period=JUNE + 1, at=later, HV=10)
    assert silent.count() == len(communes) - 1
    with CaptureQueriesContext(connection) as asked:
        refreshing.refresh_forms(submission_ids=[made.pk], by=monitor, at=later)
    assert len(asked) <= 2


def test_a_form_waiting_for_confirmation_is_told_and_closed_with_it(
    province, monitor, learners, communes, fillers, run, at, django_capture_on_commit_callbacks
):
    form = make_form(province, monitor, learners, closes_after=90)
    made = hand_in(form, communes[0], fillers[communes[0].pk], period=MAY, at=at, HV=10)
    assert list(handing_in.waiting_forms(search(TODAY + timedelta(days=5)))) == []
    later = at + timedelta(days=20)
    run(later)
    alert = Alert.objects.going_on().get(rule="form_waiting")
    assert (alert.subject_kind, alert.subject_id) == ("indicators.submission", str(made.pk))
    assert alert.organisation_id == province.pk
    with django_capture_on_commit_callbacks(execute=True):
        deciding.confirm_forms(submissions=[made.pk], by=monitor, at=later)
    alert.refresh_from_db()
    assert alert.closed_at is not None


def test_a_draft_waiting_for_approval_is_told(waiting_draft, at):
    [cause] = papers.waiting_drafts(search())
    assert cause.subject_id == str(waiting_draft.pk)
    assert cause.label == ""
    Draft.objects.filter(pk=waiting_draft.pk).update(changed_at=at - timedelta(days=2))
    assert list(papers.waiting_drafts(search())) == []


def test_steps_without_anybody_are_told(late, province, learners, monitor, department, clerk, at):
    make_form(province, monitor, learners)
    make_draft(department, by=clerk, at=at)
    assert {one.rule for one in approvers.causes(search())} == {"nobody_approves"}
    RoleGrant.objects.filter(role="monitor").delete()
    found = {one.rule: one for one in approvers.causes(search())}
    assert set(found) == {"nobody_approves", "nobody_verifies", "nobody_confirms"}
    assert found["nobody_verifies"].programme_id == late.programme_id
    give(make_user("truong-phong", "Người Duyệt"), "agency_head", department)
    assert "nobody_approves" not in {one.rule for one in approvers.causes(search())}


def test_a_whole_search_costs_few_statements(late, other_late, province, learners, monitor):
    make_form(province, monitor, learners)
    with CaptureQueriesContext(connection) as asked:
        found = list(detecting.all_causes(search()))
    assert found
    assert len(asked) <= 20, [one["sql"][:100] for one in asked]


def test_a_search_of_one_place_finds_nothing_elsewhere(late, other_province):
    place = search()
    place.path = other_province.path
    assert list(detecting.all_causes(place)) == []


def test_rules_that_are_off_find_nothing(late, province):
    off = [
        Decision(code, province.path, None, Setting(False, "info", dict(rule.usual.limits)))
        for code, rule in detecting.shape.RULES.items()
    ]
    assert list(detecting.all_causes(search(TODAY, *off))) == []

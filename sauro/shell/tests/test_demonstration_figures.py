"""Figures of the demonstration, loaded on an ordinary day and thrown away after these tests."""

import json
from collections import Counter
from datetime import date, datetime
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from sauro.core import clock
from sauro.domains.accounts import services as accounts
from sauro.domains.accounts.models import User
from sauro.domains.indicators.models import (
    DataSet,
    DataSetItem,
    Definition,
    Indicator,
    Observation,
    Proposal,
    RollupRow,
    Submission,
    Superseded,
)
from sauro.domains.indicators.rules import OverTime, Rollup
from sauro.domains.indicators.selectors import figures, forms, work
from sauro.domains.indicators.services import submissions, totals
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.selectors import standing
from sauro.domains.programmes.selectors import targets as target_selectors
from sauro.engines.history.models import Event
from sauro.shell import published
from sauro.shell.demonstration import loading, logins

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LOADED_AT = timezone.make_aware(datetime(2026, 11, 21, 10, 0))  # a Saturday
TODAY = LOADED_AT.date()
JUNE = 2025 * 12 + 5
EXTRA = {"BN": 8}  # what its department reported month by month in 2025
COMMUNES = {"DN": 95, "HY": 104, "LC": 99, "LD": 124, "BN": 99}


@pytest.fixture
def _django_db_helper():
    """The usual wrapping of each test would close the connection on which the module's data lives."""


@pytest.fixture(scope="module")
def system(django_db_setup, django_db_blocker):
    """The demonstration inside one transaction, and the person who loaded it."""
    with django_db_blocker.unblock(), transaction.atomic():
        person = accounts.system_person(at=LOADED_AT)
        loading.load(by=person, at=LOADED_AT, logins=logins.ensure_logins())
        yield person
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def loaded(system):
    """Every test of this module sees the demonstration and leaves it as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def demo_indicators(owner="DN"):
    return Indicator.objects.filter(owner__code=owner, is_demonstration=True).select_related(
        "owner"
    )


def form_of(code, owner="DN"):
    return DataSet.objects.select_related("owner", "checker").get(owner__code=owner, code=code)


def current(form):
    return max(forms.open_periods(form=form, day=TODAY))


def login(username):
    client = Client()
    client.force_login(User.objects.get(username=username), settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.parametrize("province", COMMUNES)
def test_each_province_has_fifty_indicators_of_all_kinds(province):
    found = list(demo_indicators(province))

    assert len(found) == 50 + EXTRA.get(province, 0)
    assert {one.rollup for one in found} == {rule.value for rule in Rollup}
    assert {one.over_time for one in found} == {kind.value for kind in OverTime}
    assert {one.periodicity for one in found} == {"month", "quarter", "half_year", "year"}
    assert all(one.name_en and one.unit and one.source and one.reporter for one in found)
    assert all(one.base_name for one in found if one.rollup == Rollup.RATIO)


def test_every_indicator_has_a_definition_and_some_have_a_later_one():
    counts = Counter(Definition.objects.values_list("indicator", flat=True))

    assert set(counts) >= set(demo_indicators().values_list("pk", flat=True))
    assert sum(n > 1 for n in counts.values()) == 3 * len(COMMUNES)


def test_ten_indicators_come_every_month_from_communes():
    form = form_of("BM-01")

    assert (form.periodicity, form.kinds) == ("month", ["commune"])
    assert form.items.count() == 10
    assert DataSet.objects.filter(is_demonstration=True).count() == 8 * len(COMMUNES) + 1
    assert DataSetItem.objects.count() == 50 * len(COMMUNES) + EXTRA["BN"]


def test_figures_reach_back_three_years():
    first = dict(
        Observation.objects.filter(organisation__code="DN-26017")
        .order_by("-period")
        .values_list("indicator__code", "period")
    )

    assert first["XA-04"] == 2023 * 12 + 10
    assert first["XA-01"] == 2025 * 12 + 3  # the movement began in April 2025
    assert Observation.objects.count() > 200_000


def test_totals_are_sound():
    ids = list(Indicator.objects.values_list("pk", flat=True))

    assert RollupRow.objects.exists()
    assert list(totals.differences(indicators=ids)) == []


def test_no_figure_stands_from_a_day_to_come():
    assert not Observation.objects.filter(since__gt=TODAY).exists()
    assert not Event.objects.filter(at__gt=LOADED_AT).exists()
    late = Submission.objects.filter(submitted_at__gt=LOADED_AT)
    assert not late.exists()


def test_forms_of_a_year_are_on_record():
    form = form_of("BM-01")
    periods = sorted(set(form.submissions.values_list("period", flat=True)))

    assert len(periods) == 12
    assert periods[-1] == current(form)
    assert form.submissions.filter(is_late=True).count() > 40


@pytest.mark.parametrize("province", COMMUNES)
def test_the_period_underway_has_forms_in_every_state(province):
    form = form_of("BM-01", province)
    states = Counter(form.submissions.filter(period=current(form)).values_list("state", flat=True))

    assert states["draft"] >= 5
    assert states["submitted"] + states["checked"] >= 15
    assert states["checked"] > 0
    assert sum(states.values()) < COMMUNES[province]  # some have not begun


def test_some_forms_were_returned_with_a_reason():
    returned = Submission.objects.filter(state="returned")

    assert returned.count() >= 3
    assert all(one.return_reason for one in returned)
    sample = returned.first()
    ids = sample.data_set.items.values("indicator")
    figures_there = Observation.objects.filter(
        indicator__in=ids, organisation=sample.organisation, period=sample.period
    )
    assert set(figures_there.values_list("status", flat=True)) == {Observation.RETURNED}


def test_two_communes_are_silent_for_two_periods(system):
    form = form_of("BM-01")
    found = work.completeness(form=form, user=User.objects.get(username="theo-doi"), day=TODAY)
    now, before = found.periods[-1], found.periods[-2]
    silent = [
        unit
        for unit in found.units
        if (unit.pk, now) in found.marks
        and all(found.marks[unit.pk, n].submission_id is None for n in (now, before))
    ]

    assert len(silent) == 2
    assert len(found.periods) == 12


def test_nobody_checked_or_confirmed_his_own_form():
    for one in Submission.objects.filter(submitted_by__isnull=False).values_list(
        "submitted_by", "checked_by", "decided_by"
    ):
        assert one[0] not in one[1:]


def test_each_handed_in_form_says_when_and_by_whom():
    handed = Submission.objects.exclude(state="draft")

    assert not handed.filter(submitted_at__isnull=True).exists()
    assert not handed.filter(submitted_by__isnull=True).exists()
    assert not handed.filter(state="confirmed", decided_at__isnull=True).exists()
    assert (
        not handed.filter(data_set__checker__isnull=False, state="confirmed")
        .filter(checked_at__isnull=True)
        .exists()
    )


@pytest.mark.parametrize(
    ("username", "unit", "code"),
    [("can-bo-xa", "DN-26017", "BM-01"), ("can-bo", "DN-SKHCN", "BM-03")],
)
def test_the_log_ins_have_a_draft_due_this_week(username, unit, code):
    due = work.due_from(user=User.objects.get(username=username), day=TODAY)
    found = [one for one in due if one.organisation.code == unit and one.form.code == code]

    assert len(found) == 1
    assert found[0].state == "draft"
    assert found[0].submission is not None
    assert 0 <= (found[0].timing.due_on - TODAY).days <= 7
    assert 0 < len(found[0].submission.draft) < found[0].form.items.count()


def test_the_monitor_and_the_checker_have_a_queue():
    assert work.waiting_for(user=User.objects.get(username="theo-doi")).count() >= 5
    assert work.waiting_for(user=User.objects.get(username="can-bo")).count() >= 15


def test_one_figure_is_proposed_and_one_was_corrected_after_closing():
    proposal = Proposal.objects.get()
    replaced = Superseded.objects.get()

    assert proposal.accepted is None
    assert proposal.by.username == "can-bo-xa"
    assert replaced.after_closing
    assert replaced.reason


@pytest.mark.parametrize("code", ["BM-01", "BM-02", "BM-03", "BM-04", "BM-05", "BM-06", "BM-08"])
def test_what_was_handed_in_would_pass_the_checks(code):
    form = form_of(code)
    for submission in form.submissions.exclude(state="draft").order_by("-pk")[:6]:
        submission.data_set = form
        lines = forms.lines_of(
            form=form, organisation=submission.organisation, period=submission.period
        )
        asked = [line for line in lines if line.applies]
        remarks = submissions.remarks_on(submission, asked, complete=True)
        assert [one for one in remarks if one.hard] == []
        for line in asked:
            cell = submission.draft[str(line.indicator.pk)]
            shown = submissions.number_of(cell["value"])
            assert line.present is not None
            assert shown * 10_000 == line.present.amount


def test_what_accumulates_never_falls_within_a_year():
    rows = Observation.objects.filter(
        indicator__owner__code="LC", indicator__over_time="cumulative", status__gt=0
    ).order_by("indicator", "organisation", "period")
    before = None
    for row in rows.values_list("indicator", "organisation", "period", "amount"):
        if before and row[:2] == before[:2] and row[2] // 12 == before[2] // 12:
            assert row[3] >= before[3]
        before = row


def test_parts_add_up_to_their_whole():
    found = {one.code: one for one in demo_indicators()}
    owner = found["XA-01"].owner
    cells = figures.totals_of(
        indicators=[found["XA-01"], found["XA-02"], found["XA-03"]],
        organisation=owner,
        periods=[JUNE],
    )
    whole, *parts = (cells[found[code].pk, JUNE].value for code in ("XA-01", "XA-02", "XA-03"))

    assert whole == sum(parts)


def test_a_total_stands_on_no_more_units_than_owe_it():
    for indicator in demo_indicators():
        last = figures.trend_of(indicator=indicator, organisation=indicator.owner)[-1]
        owed = figures.expected_units(indicator=indicator, root=indicator.owner, period=last.period)
        assert last.sums.units <= len(owed)


def test_some_targets_of_the_former_year_take_their_value_from_figures():
    as_of = standing.AsOf(day=date(2025, 6, 30), today=TODAY, soon_days=7)
    asked = Target.objects.filter(programme__code="DN-KH57-2025")
    found = target_selectors.targets_as_of(targets=asked, as_of=as_of)
    reported = [one for one in found if one.reported and one.reading and one.reading.pk is None]

    assert len(reported) >= 10
    assert target_selectors.score_of(standings=found).reached == 17
    assert any(one.outlook.value != "unknown" for one in reported)


def test_lao_cai_is_computed_from_what_communes_report(system):
    rows = published.published_rows(user=system, today=TODAY, soon_days=7)
    learners, _papers, fibre = (row for row in rows if row.figure.programme == "LC")

    assert learners.match
    assert learners.figure.more_than
    assert 11_000 < learners.computed < 12_000
    assert fibre.match
    assert (fibre.computed, fibre.fraction) == (100, (99, 99))


def test_no_more_than_was_printed_is_not_a_match(system):
    rows = published.published_rows(user=system, today=TODAY, soon_days=7, as_of=date(2025, 5, 31))
    learners = next(row for row in rows if row.figure.programme == "LC")

    assert 0 < learners.computed < 11_000
    assert not learners.match


def test_before_the_movement_nothing_can_be_counted(system):
    rows = published.published_rows(user=system, today=TODAY, soon_days=7, as_of=date(2025, 1, 31))
    learners = next(row for row in rows if row.figure.programme == "LC")

    assert learners.computed is None
    assert not learners.match


def test_a_number_of_lao_cai_leads_to_its_indicator():
    client = login("quan-tri")
    user = User.objects.get(username="quan-tri")
    Organisation.objects.get(code="LC").role_grants.create(
        user=user, role="monitor", valid_from=date(2025, 1, 1)
    )

    content = client.get("/so-lieu-cong-bo/").content.decode()

    indicator = Indicator.objects.get(owner__code="LC", code="XA-01")
    assert f"/chi-so/{indicator.pk}/?as_of=2025-06-30&amp;period={JUNE}" in content
    assert "&gt; 11.000" in content


def test_the_command_prints_eleven_rows_that_match():
    out = StringIO()

    call_command("published", "--format", "json", stdout=out)

    rows = json.loads(out.getvalue())
    assert len(rows) == 12 + EXTRA["BN"]
    assert all(row["match"] for row in rows)


def test_loading_again_writes_no_figure(system):
    before = (Observation.objects.count(), Submission.objects.count(), Event.objects.count())

    again = loading.load(by=system, at=clock.now(), logins=logins.ensure_logins())

    assert not again.written
    assert again.counts["figures"] == before[0]
    assert before == (
        Observation.objects.count(),
        Submission.objects.count(),
        Event.objects.count(),
    )


def test_no_unit_reports_the_same_figure_twice():
    doubled = (
        Observation.objects.values("indicator", "organisation", "period")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )

    assert not doubled.exists()

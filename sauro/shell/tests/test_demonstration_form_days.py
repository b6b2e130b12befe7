"""Forms and figures of the demonstration make sense on whatever day they are loaded."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from sauro.domains.accounts import services as accounts
from sauro.domains.accounts.models import User
from sauro.domains.indicators.models import Indicator, Observation, Submission
from sauro.domains.indicators.rules import Timing
from sauro.domains.indicators.selectors import forms, work
from sauro.domains.indicators.services import totals
from sauro.engines.history.models import Event
from sauro.engines.periods import Calendar
from sauro.shell import published
from sauro.shell.demonstration import loading, logins, series, sheets
from sauro.shell.demonstration.handing_in import Desk
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.stage import Stage

DAYS = [
    date(2026, 7, 15),
    date(2026, 9, 2),  # a holiday
    date(2026, 11, 22),  # a Sunday
    date(2027, 2, 8),  # the third day of Tết
    date(2027, 2, 15),  # soon after Tết
    date(2028, 1, 1),
]
LEARNERS = 11_183  # of Lào Cai in June 2025, whatever the day of loading
TET = timezone.make_aware(datetime(2027, 2, 8, 7, 30))


def stage_on(day):
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 7, 0))
    return Stage(by=None, at=at, calendar=Calendar())


def every_day(first=date(2026, 6, 1), count=420):
    return [first + timedelta(days=n) for n in range(count)]


def form_on(stage, row):
    return SimpleNamespace(
        periodicity=row["periodicity"], basis="closing", **sheets._days(stage, row)
    )


def monthly():
    return next(row for row in rows("data_sets") if row["due"] == "near")


def test_a_monthly_form_is_due_in_the_coming_days_on_every_day_of_a_year():
    for day in every_day():
        stage = stage_on(day)
        form = form_on(stage, monthly())
        period = sheets.current_period(form, day)
        timing = forms.timing_of(form=form, period=period)
        assert timing.is_open(day)
        assert 3 <= (timing.due_on - day).days <= 12  # the longest holidays last nine days
        assert timing.is_open(stage.working(day))  # on which the draft of the log-in is kept


@pytest.mark.parametrize("day", DAYS)
def test_every_form_has_a_last_period_that_has_opened(day):
    stage = stage_on(day)
    for row in rows("data_sets"):
        form = form_on(stage, row)
        period = sheets.current_period(form, day)
        step = forms.MONTHS[row["periodicity"]]
        assert period % step == 0
        assert forms.timing_of(form=form, period=period).opens_on <= day
        assert forms.timing_of(form=form, period=period + step).opens_on > day


@pytest.mark.parametrize("day", DAYS)
def test_forms_come_on_working_days_while_they_are_open(day):
    stage = stage_on(day)
    desk, calendar = Desk(stage), Calendar()
    timing = Timing(day - timedelta(days=40), day - timedelta(days=20), day - timedelta(days=2))
    found = [desk.handed(timing, f"unit{n}", checked=True) for n in range(300)]
    handed = [one for one in found if one is not None]

    assert len(handed) == len(found)
    assert all(calendar.is_working(one.on) and one.on < day for one in handed)
    assert all(one.late == (one.on > timing.due_on) for one in handed)
    assert 10 <= sum(one.late for one in handed) <= 60
    assert all(one.decided_on is None or one.decided_on > one.on for one in handed)


def test_a_form_not_due_yet_is_drafted_or_not_begun():
    day = date(2026, 11, 20)
    desk = Desk(stage_on(day))
    timing = Timing(day - timedelta(days=2), day + timedelta(days=14), day + timedelta(days=30))
    found = [desk.handed(timing, f"unit{n}", checked=False) for n in range(200)]
    states = {one.state for one in found if one is not None}

    assert None in found
    assert "draft" in states
    assert "confirmed" not in states


def test_figures_of_a_month_are_the_same_on_whatever_day_they_are_made():
    for row in rows("indicators"):
        if row["shape"] in ("part", "rest"):
            continue
        course = series.course_of(row, 1)
        early = series.series(course, province="LC", unit="LC-1", last=2026 * 12)
        late = series.series(course, province="LC", unit="LC-1", last=2028 * 12)
        assert early == {period: late[period] for period in early}
        assert early


def test_households_and_hamlets_stay_where_they_are():
    for row in rows("indicators"):
        if row["shape"] != "portion":
            continue
        pairs = series.series(
            series.course_of(row, 1), province="DN", unit="DN-1", last=2026 * 12
        ).values()
        bases = [base for _amount, base in pairs]
        assert bases == sorted(bases)
        assert all(amount <= base for amount, base in pairs)


def test_levels_pass_through_what_the_data_say_and_slow_down():
    row = next(row for row in rows("indicators") if row["code"] == "XA-07")
    course = series.course_of(row, 1)

    assert course.level(0) == course.start
    assert course.level(series.MIDDLE) == course.middle
    assert course.level(series.END) == course.end
    assert course.end < course.level(series.END + 24) < course.end + (course.end - course.middle)


@pytest.mark.slow
@pytest.mark.django_db
def test_loaded_at_new_year_the_figures_are_sound_and_the_same():
    with transaction.atomic():
        person = accounts.system_person(at=TET)
        loading.load(by=person, at=TET, logins=logins.ensure_logins())
        today = TET.date()
        found = published.published_rows(user=person, today=today, soon_days=7)
        ids = list(Indicator.objects.values_list("pk", flat=True))

        assert [row.plain() for row in found if not row.match] == []
        assert list(totals.differences(indicators=ids)) == []
        assert not Observation.objects.filter(since__gt=today).exists()
        assert not Event.objects.filter(at__gt=TET).exists()
        for username in ("can-bo-xa", "can-bo"):
            due = work.due_from(user=User.objects.get(username=username), day=today)
            assert any(one.state == "draft" and one.submission for one in due)
        states = set(Submission.objects.values_list("state", flat=True))
        assert states == {"draft", "submitted", "checked", "confirmed", "returned"}
        learners = next(row for row in found if row.figure.programme == "LC")
        assert learners.computed == LEARNERS
        transaction.set_rollback(True)

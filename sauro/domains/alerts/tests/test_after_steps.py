"""What answers, lifts, approves or measures ends its alert in the same moment."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.services import refreshing
from sauro.domains.bottlenecks.services import lifting
from sauro.domains.bottlenecks.tests import factories as bottlenecks
from sauro.domains.documents.services import return_draft
from sauro.domains.explanations.services import answers, requests
from sauro.domains.explanations.tests.conftest import SAID
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def once(django_capture_on_commit_callbacks):
    """Do something with what follows from it."""

    def doing(act, **said):
        with django_capture_on_commit_callbacks(execute=True):
            return act(**said)

    return doing


def rules():
    return set(Alert.objects.going_on().values_list("rule", flat=True))


def test_an_answer_ends_the_alert(run, once, late, leader, clerk, at):
    asked = requests.ask(
        subject_kind="programmes.task",
        subject_id=str(late.pk),
        question="Vì sao chậm?",
        due_on=at.date() + timedelta(days=1),
        by=leader,
        at=at,
    )
    later = at + timedelta(days=3)
    run(later)
    assert "explanation_overdue" in rules()
    once(answers.answer, request=asked, said=SAID, by=clerk, at=later + timedelta(minutes=1))
    assert "explanation_overdue" not in rules()


def test_lifting_ends_the_alert(run, once, department, monitor, at):
    made = bottlenecks.open_one(unit=department, by=monitor, at=at)
    later = at + timedelta(days=60)
    run(later)
    assert "bottleneck_overdue" in rules()
    said = {"ground": "Đã có nghị quyết", "evidence": "NQ 12", "by": monitor}
    once(lifting.lift_bottleneck, bottleneck=made, at=later + timedelta(minutes=1), **said)
    assert "bottleneck_overdue" not in rules()


def test_a_draft_that_is_returned_waits_no_longer(run, once, waiting_draft, head, at):
    run(at)
    assert "draft_waiting" in rules()
    once(
        return_draft,
        draft=waiting_draft,
        reason="Thiếu căn cứ",
        by=head,
        at=at + timedelta(minutes=1),
    )
    assert "draft_waiting" not in rules()


def test_a_reading_puts_a_target_off_its_course_and_back(run, once, programme, monitor, at):
    wanted = TargetInput(title="Hồ sơ trực tuyến", low=Decimal(80), unit="%", year=2025)
    target = targets.create_target(programme=programme, target=wanted, by=monitor, at=at)
    for day, value, told in ((1, 10, True), (5, 60, False)):
        reading = ReadingInput(on=date(2025, 6, day), source="Cổng", value=Decimal(value))
        moment = at + timedelta(minutes=day)
        once(targets.add_reading, target=target, reading=reading, by=monitor, at=moment)
        assert ("target_off_course" in rules()) is told


def test_a_step_on_what_gives_no_alert_costs_one_statement(run, department, monitor, system, at):
    made = bottlenecks.open_one(unit=department, by=monitor, at=at)
    run(at)
    with CaptureQueriesContext(connection) as asked:
        assert not refreshing.refresh_records(
            kind="bottlenecks.bottleneck", ids=[made.pk], by=system, at=at
        )
    assert len(asked) == 1

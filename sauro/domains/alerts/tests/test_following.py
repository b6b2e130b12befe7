"""Explanations and bottlenecks past their day are alerts too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sauro.domains.alerts.detecting import following
from sauro.domains.alerts.detecting.shape import Search
from sauro.domains.alerts.selectors.settings import Settings
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.explanations.services import requests

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 10)


def on(days):
    return Search(Settings(), TODAY + timedelta(days=days))


def test_an_explanation_not_given_by_its_day_is_told(late, leader, at):
    asked = requests.ask(
        subject_kind="programmes.task",
        subject_id=str(late.pk),
        question="Vì sao chậm?",
        due_on=TODAY + timedelta(days=3),
        by=leader,
        at=at,
    )
    assert list(following.explanations(on(3))) == []
    [cause] = following.explanations(on(4))
    assert (cause.kind, cause.subject_id) == ("explanations.request", str(asked.pk))
    assert cause.organisation_id == late.lead_id


def test_a_bottleneck_that_holds_after_its_day_is_told(province, department, monitor, at):
    made = Bottleneck.objects.create(
        owner=province,
        number=1,
        title="Chưa có đơn giá",
        folded="chua co don gia",
        kind="money",
        responsible=department,
        lift_by=TODAY,
        original_lift_by=TODAY,
        state="open",
        created_at=at,
        created_by=monitor,
    )
    assert list(following.bottlenecks(on(0))) == []
    [cause] = following.bottlenecks(on(1))
    assert (cause.kind, cause.subject_id) == ("bottlenecks.bottleneck", str(made.pk))
    assert (cause.owner_id, cause.organisation_id) == (province.pk, department.pk)

"""Explanations and bottlenecks past their day are alerts too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from sauro.domains.alerts.detecting import following
from sauro.domains.alerts.detecting.shape import Search
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.rules.catalogue import RULES
from sauro.domains.alerts.selectors.settings import Settings
from sauro.domains.alerts.sentences import sentence
from sauro.domains.alerts.tests.factories import make_bottleneck
from sauro.domains.bottlenecks.models import Bottleneck, Escalation
from sauro.domains.explanations import wording
from sauro.domains.explanations.selectors.asking import Situation
from sauro.domains.explanations.services import requests

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 10)


def test_a_question_about_any_alert_begins_with_a_sentence_of_its_own():
    assert set(wording.BY_CAUSE) == set(RULES)
    for code in RULES:
        first = wording.sentences(situation=Situation(), cause=code, today=TODAY)[0]
        assert first.code == wording.BY_CAUSE[code]


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
    made = make_bottleneck(department, owner=province, lift_by=TODAY, by=monitor, at=at)
    assert list(following.bottlenecks(on(0))) == []
    [cause] = following.bottlenecks(on(1))
    assert (cause.kind, cause.subject_id) == ("bottlenecks.bottleneck", str(made.pk))
    assert (cause.owner_id, cause.organisation_id) == (province.pk, department.pk)


def test_an_answer_not_given_by_its_day_is_told_once_with_the_day_that_passed_first(
    province, department, monitor, at
):
    last, state = TODAY + timedelta(days=10), "escalated"
    made = make_bottleneck(department, owner=province, lift_by=last, by=monitor, at=at, state=state)
    for days in (1, 3):  # only the last step counts
        Escalation.objects.create(
            bottleneck=made,
            level="ministry",
            name="Bộ Tài chính",
            due_on=TODAY + timedelta(days=days),
            on=TODAY,
            at=at,
            by=monitor,
        )
    assert list(following.bottlenecks(on(3))) == []
    for days in (4, 11):
        [cause] = following.bottlenecks(on(days))
        assert cause.facts["due_on"] == (TODAY + timedelta(days=3)).isoformat()
    with override("en"):
        words = sentence(
            Alert(rule=cause.rule, facts=dict(cause.facts)), today=TODAY + timedelta(7)
        )
    assert words == "The level it was put to was to answer by 13 Jun 2025, 4 days ago."
    Bottleneck.objects.update(state="open")
    assert list(following.bottlenecks(on(4))) == []
    [cause] = following.bottlenecks(on(11))
    assert cause.facts["due_on"] == made.lift_by.isoformat()

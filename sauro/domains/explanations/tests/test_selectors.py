"""What waits for whom, and statistics whose parts add up; each in as few statements as promised."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict

from sauro.domains.explanations import rules, statistics_page
from sauro.domains.explanations.listings import RequestListing
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.rules import Term
from sauro.domains.explanations.selectors import statistics, visibility, waiting
from sauro.domains.explanations.services import answers, requests
from sauro.domains.explanations.tests.conftest import SAID
from sauro.domains.programmes.tests.factories import make_task
from sauro.engines import access

pytestmark = pytest.mark.django_db


def test_the_unit_has_to_answer_and_the_leader_to_decide(
    asked, clerk, leader, inspector, stranger, at, today, django_assert_num_queries
):
    access.scope(clerk, "explanations.ask")  # rights are read once for the life of a person
    with django_assert_num_queries(1):
        found = waiting.open_for(user=clerk, today=today)
    assert (found.count, found.to_answer, found.to_decide, found.late) == (1, 1, 0, 0)
    assert found.rows[0].pk == asked.pk
    assert waiting.open_for(user=leader, today=today).count == 0
    late = waiting.open_for(user=leader, today=today + timedelta(9))
    assert (late.count, late.to_answer, late.late) == (1, 0, 1)
    answers.answer(request=asked, said=SAID, by=clerk, at=at)
    found = waiting.open_for(user=leader, today=today)
    assert (found.count, found.to_answer, found.to_decide) == (1, 0, 1)
    assert waiting.open_for(user=clerk, today=today).count == 0
    for person in (inspector, stranger):
        assert waiting.open_for(user=person, today=today).rows == ()


def test_counts_are_of_all_although_few_are_shown(
    programme, department, clerk, leader, monitor, at, today
):
    keys = []
    for n in range(1, 9):
        task = make_task(
            programme=programme,
            lead=department,
            number=str(n),
            title=f"Việc {n}",
            by=monitor,
            at=at,
        )
        keys.append(("programmes.task", str(task.pk)))
    requests.ask_many(keys=keys, question="Vì sao?", by=leader, at=at)
    found = waiting.open_for(user=clerk, today=today)
    assert (found.count, len(found.rows)) == (8, 5)


def test_requests_on_records_cost_one_statement(
    asked, late_task, leader, clerk, stranger, django_assert_num_queries
):
    key = ("programmes.task", str(late_task.pk))
    access.scope(leader, "explanations.ask")
    with django_assert_num_queries(1):
        found = visibility.requests_on(keys=[key, ("programmes.task", "999")], user=leader)
    assert {one: [row.pk for row in rows] for one, rows in found.items()} == {key: [asked.pk]}
    assert visibility.requests_on(keys=[key], user=clerk)
    assert visibility.requests_on(keys=[key], user=stranger) == {}


@pytest.fixture
def history(programme, department, other_department, commune, clerk, other_clerk, commune_clerk,
            leader, monitor, at):  # fmt: skip
    """Forty requests of three units over four months, each taken some random way."""
    chance = Random(57)
    units = {department: clerk, other_department: other_clerk, commune: commune_clerk}
    for n in range(40):
        unit = chance.choice(list(units))
        moment = at + timedelta(days=chance.randrange(-120, 0))
        task = make_task(
            programme=programme, lead=unit, number=str(n), title=f"Việc {n}", by=monitor, at=moment
        )
        made = requests.ask(
            subject_kind="programmes.task", subject_id=str(task.pk), question="Vì sao?",
            by=leader, at=moment,
        )  # fmt: skip
        way = chance.randrange(6)
        later = moment + timedelta(days=chance.randrange(1, 12))
        if way in (1, 2, 3, 4):
            answers.answer(request=made, said=SAID, by=units[unit], at=later)
        if way in (2, 3):
            answers.return_answer(request=made, reason="Thiếu", by=leader, at=later)
        if way == 3:
            answers.answer(request=made, said=SAID, by=units[unit], at=later)
        if way in (3, 4):
            answers.accept(request=made, by=leader, at=later)
        if way == 5:
            requests.withdraw(request=made, reason="Đã rõ", by=leader, at=later)


SPANS = [
    (date(2025, 1, 1), date(2025, 12, 31)),
    (date(2025, 4, 1), date(2025, 4, 30)),
    (date(2025, 5, 20), date(2025, 6, 10)),
    (date(2024, 1, 1), date(2024, 12, 31)),
]


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_statistics_reconcile_and_every_number_opens_its_rows(
    history, leader, today, since, until, django_assert_max_num_queries
):
    access.scope(leader, "explanations.ask")
    with django_assert_max_num_queries(2):
        found = statistics.statistics(user=leader, since=since, until=until, today=today)
    assert rules.total(tally for _unit, tally in found.by_unit) == found.whole
    assert rules.total(tally for _month, tally in found.by_month) == found.whole
    assert found.whole.asked == Request.objects.filter(asked_on__range=(since, until)).count()
    shown = statistics_page.context_of(found, language="vi")
    for line in [shown["whole"], *shown["units"], *shown["months"]]:
        for name, url in line["urls"].items():
            assert _rows(url, leader, today) == getattr(line["tally"], name), url


def _rows(url, user, today):
    params = QueryDict(mutable=True)
    params.update(dict(parse_qsl(urlsplit(url).query)))
    rows = visibility.listed_requests(user=user)
    return RequestListing().read(params=params, queryset=rows, user=user, today=today).total


def test_the_term_in_sql_is_the_term_of_the_rules(history, today):
    rows = Request.objects.annotate(term=statistics.term_expression(today=today))
    conditions = statistics.term_q(today=today)
    seen = set()
    for row in rows:
        expected = rules.term_of(
            state=row.state, was_in_time=row.was_in_time, due_on=row.due_on, today=today
        )
        assert row.term == expected.value
        fits = [t for t, q in conditions.items() if Request.objects.filter(q, pk=row.pk).exists()]
        assert fits == [expected]
        seen.add(expected)
    assert seen >= {Term.IN_TIME, Term.LATE, Term.OVERDUE, Term.WITHDRAWN}


def test_statistics_of_a_unit_show_only_that_unit(history, clerk, department, today):
    since, until = SPANS[0]
    found = statistics.statistics(user=clerk, since=since, until=until, today=today)
    assert [unit for unit, _tally in found.by_unit] == [department]


def test_a_list_costs_the_same_for_every_role(
    history, leader, clerk, inspector, today, django_assert_num_queries
):
    for person in (leader, clerk, inspector):
        access.scope(person, "explanations.ask")
        rows = visibility.listed_requests(user=person)
        with django_assert_num_queries(2):
            RequestListing().read(params=QueryDict(), queryset=rows, user=person, today=today)

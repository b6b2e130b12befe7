"""How a request stands, and how requests are counted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.domains.explanations import rules
from sauro.domains.explanations.rules import RequestState, Said, Tally, Term

DAY = date(2025, 6, 10)


@pytest.mark.parametrize(
    ("state", "was_in_time", "due", "term"),
    [
        (RequestState.ASKED, None, DAY, Term.WAITING),
        (RequestState.ASKED, None, DAY - timedelta(1), Term.OVERDUE),
        (RequestState.ANSWERED, True, DAY - timedelta(9), Term.IN_TIME),
        (RequestState.RETURNED, True, DAY - timedelta(1), Term.IN_TIME),
        (RequestState.RETURNED, False, DAY, Term.LATE),
        (RequestState.ACCEPTED, False, DAY, Term.LATE),
        (RequestState.WITHDRAWN, None, DAY - timedelta(9), Term.WITHDRAWN),
        (RequestState.WITHDRAWN, True, DAY, Term.IN_TIME),
    ],
)
def test_the_first_answer_decides_the_term(state, was_in_time, due, term):
    assert rules.term_of(state=state, was_in_time=was_in_time, due_on=due, today=DAY) is term


def test_a_returned_answer_may_be_late_although_the_first_was_in_time():
    assert rules.is_late(state=RequestState.RETURNED, due_on=DAY - timedelta(1), today=DAY)
    assert not rules.is_late(state=RequestState.RETURNED, due_on=DAY, today=DAY)
    assert not rules.is_late(state=RequestState.ANSWERED, due_on=DAY - timedelta(1), today=DAY)


def test_the_empty_parts_of_an_answer_are_named():
    assert rules.answer_faults(Said("a", "", "c", None)) == ["cause", "remedy_on"]
    assert rules.answer_faults(Said("a", "b", "c", DAY)) == []


COUNTS = st.tuples(*[st.integers(0, 1000)] * 8)


@given(st.lists(COUNTS, max_size=4))
def test_the_counts_of_parts_add_up_to_the_counts_of_the_whole(rows):
    parts = [Tally(*row) for row in rows]
    whole = rules.total(parts)
    for name in ("asked", "answered", "due", "returned", "accepted", "days"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in parts)
    assert whole.asked == whole.due + whole.waiting + whole.withdrawn
    if whole.answered:
        assert whole.mean_days == (Decimal(whole.days) / whole.answered).quantize(Decimal("0.1"))
    else:
        assert whole.mean_days is None

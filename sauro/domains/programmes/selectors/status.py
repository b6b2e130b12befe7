"""The standing of one programme as plain values, for the command and the API."""

from __future__ import annotations

from typing import Any

from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.rules import DeadlineClass, State
from sauro.domains.programmes.selectors.standing import AsOf, Totals, countable, totals_by
from sauro.domains.programmes.selectors.visibility import visible_tasks


def programme_status(*, programme: Programme, user: Any, as_of: AsOf) -> dict[str, Any]:
    """Totals by group, by state and by deadline class; every way of counting adds up. Two SQL."""
    tasks = countable(tasks=visible_tasks(user=user).filter(programme=programme))
    by_group = totals_by(tasks=tasks, as_of=as_of, by=("group_id",))
    whole = Totals()
    for totals in by_group.values():
        for code, n in totals.classes.items():
            whole.classes[code] += n
        for state, n in totals.states.items():
            whole.states[state] += n
    groups = [
        _group(group.number, group.title, by_group.get((group.pk,), Totals()))
        for group in programme.groups.filter(kind="tasks").order_by("position")
    ]
    if (None,) in by_group:
        groups.append(_group("", "", by_group[None,]))
    return {
        "programme": programme.code,
        "as_of": as_of.day.isoformat(),
        "total": whole.total,
        "by_state": {state.value: whole.states[state.value] for state in State},
        "by_class": {code.value: whole.classes[code.value] for code in DeadlineClass},
        "by_group": groups,
    }


def _group(number: str, title: str, totals: Totals) -> dict[str, Any]:
    return {
        "number": number,
        "title": title,
        "total": totals.total,
        "done": totals.done,
        "by_state": dict(totals.states),
        "by_class": dict(totals.classes),
    }

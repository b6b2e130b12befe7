"""Each alert as one sentence: what is the matter, with the numbers and the limit applied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.alerts.rules.tasks import elapsed
from sauro.domains.indicators.labels import TARGET_RULES
from sauro.domains.indicators.rules import period_at
from sauro.engines.ui import formats

Facts = dict[str, Any]


def sentence(alert: Alert, *, today: date) -> str:
    """The alert in words as of a day; a closed one as of the day it closed."""
    day = clock.day_of(alert.closed_at) if alert.closed_at is not None else today
    try:
        words = _SENTENCES[alert.rule](alert.facts, day)
        return _of_many(alert.facts, words) if "parts" in alert.facts else words
    except (KeyError, TypeError, ValueError):  # numbers kept by another version of the rule
        return str(alert.get_rule_display())


def _of_many(facts: Facts, worst: str) -> str:
    """How many parts of a task given to many, then what is the matter with the worst of them."""
    return _("%(parts)s of %(all)s parts. The worst: %(worst)s") % {
        "parts": _n(facts["parts"]),
        "all": _n(facts["of"]),
        "worst": worst,
    }


def _late(facts: Facts, day: date) -> str:
    days = (day - _date(facts["due_on"])).days
    words = ngettext(
        "Due on %(due)s, %(shown)s day late; reported progress %(percent)s.",
        "Due on %(due)s, %(shown)s days late; reported progress %(percent)s.",
        days,
    )
    told = {"due": _day(facts["due_on"]), "shown": _n(days), "percent": _pc(facts["percent"])}
    return words % told


def _due_soon(facts: Facts, day: date) -> str:
    days = (_date(facts["due_on"]) - day).days
    words = ngettext(
        "Due on %(due)s, %(shown)s day left; reported progress %(percent)s, below %(least)s.",
        "Due on %(due)s, %(shown)s days left; reported progress %(percent)s, below %(least)s.",
        days,
    )
    return words % {
        "due": _day(facts["due_on"]),
        "shown": _n(days),
        "percent": _pc(facts["reported"]),
        "least": _pc(facts["percent"]),
    }


def _silent(facts: Facts, day: date) -> str:
    days = (day - _date(facts["since"])).days
    told = {"since": _day(facts["since"]), "shown": _n(days), "most": _n(facts["days"])}
    if facts["ever"]:
        words = _("Last update on %(since)s, %(shown)s days ago; allowed are %(most)s.")
    else:
        words = _("No update since %(since)s, for %(shown)s days; allowed are %(most)s.")
    return words % told


def _behind(facts: Facts, day: date) -> str:
    begins, due = _date(facts["begins_on"]), _date(facts["due_on"])
    passed = elapsed(begins_on=begins, due_on=due, day=day)
    return _(
        "%(passed)s of the time from %(begins)s to %(due)s has passed, reported progress "
        "%(percent)s: %(points)s points behind; allowed are %(most)s."
    ) % {
        "passed": _pc(passed),
        "begins": _day(facts["begins_on"]),
        "due": _day(facts["due_on"]),
        "percent": _pc(facts["percent"]),
        "points": _n(passed - facts["percent"]),
        "most": _n(facts["points"]),
    }


def _unclear(facts: Facts, _today: date) -> str:
    words = ngettext(
        "%(n)s of the six clears is missing.",
        "%(n)s of the six clears are missing.",
        facts["missing"],
    )
    return words % {"n": facts["missing"]}


def _off_course(facts: Facts, day: date) -> str:
    asked = _value(facts["asked"], facts["unit"])
    if "foreseen" in facts:
        return _("The figures lead to %(foreseen)s by the due day; set is %(asked)s.") % {
            "foreseen": _value(facts["foreseen"], facts["unit"]),
            "asked": asked,
        }
    if "fraction" in facts:
        begins, due = _date(facts["begins_on"]), _date(facts["due_on"])
        passed = elapsed(begins_on=begins, due_on=due, day=day)
        return _(
            "Last value %(value)s of %(asked)s: %(fraction)s of the way covered, %(passed)s of "
            "the time passed."
        ) % {
            "value": _value(facts["value"], facts["unit"]),
            "asked": asked,
            "fraction": _pc(facts["fraction"]),
            "passed": _pc(passed),
        }
    return str(TARGET_RULES.get(facts["rule"], _("The target is at risk.")))


def _falling(facts: Facts, _today: date) -> str:
    return _(
        "%(period)s: %(value)s, before (%(before_period)s) %(before)s: worse by %(worse)s; "
        "allowed are %(most)s."
    ) % {
        "period": _period(facts, "period"),
        "value": _value(facts["value"], facts["unit"]),
        "before_period": _period(facts, "before_period"),
        "before": _value(facts["before"], facts["unit"]),
        "worse": _pc(facts["worse"]),
        "most": _pc(facts["percent"]),
    }


def _gap(facts: Facts, _today: date) -> str:
    told = {
        "period": _period(facts, "period"),
        "value": _value(facts["value"], facts["unit"]),
        "average": _value(facts["average"], facts["unit"]),
        "units": _n(facts["units"]),
    }
    if facts["in_points"]:
        return _(
            "%(period)s: %(value)s, average of %(units)s like units %(average)s: %(gap)s points "
            "worse; allowed are %(most)s."
        ) % {**told, "gap": _n(facts["gap"]), "most": _n(facts["points"])}
    return _(
        "%(period)s: %(value)s, average of %(units)s like units %(average)s: %(gap)s worse; "
        "allowed are %(most)s."
    ) % {**told, "gap": _pc(facts["gap"]), "most": _pc(facts["percent"])}


def _unit_silent(facts: Facts, _today: date) -> str:
    told = {
        "form": facts["form"],
        "first": _period(facts, "first_period"),
        "last": _period(facts, "last_period"),
        "n": _n(facts["periods"]),
    }
    if facts["handed_in"] is None:
        return _("“%(form)s” never handed in; due for %(n)s periods up to %(last)s.") % told
    told["before"] = _period(facts, "handed_in")
    return (
        _("“%(form)s” not handed in for %(n)s periods up to %(last)s; last for %(before)s.") % told
    )


def _waiting(facts: Facts, day: date) -> str:
    days = (day - _date(facts["since"])).days
    return _("Waiting since %(since)s, for %(shown)s days; allowed are %(most)s working days.") % {
        "since": _day(facts["since"]),
        "shown": _n(days),
        "most": _n(facts["days"]),
    }


def _form_waiting(facts: Facts, day: date) -> str:
    return f"{_period(facts, 'period')}. {_waiting(facts, day)}"


def _draft_waiting(facts: Facts, day: date) -> str:
    words = _("A draft of %(agency)s.") % {"agency": facts["from"]}
    return f"{words} {_waiting(facts, day)}"


def _nobody_verifies(_facts: Facts, _today: date) -> str:
    return _("Tasks are at work, and nobody holds the right to verify them.")


def _nobody_confirms(_facts: Facts, _today: date) -> str:
    return _("Units owe this form, and nobody holds the right to confirm it.")


def _nobody_approves(facts: Facts, _today: date) -> str:
    words = ngettext(
        "%(shown)s draft is on its way, and nobody may approve it.",
        "%(shown)s drafts are on their way, and nobody may approve them.",
        facts["drafts"],
    )
    return words % {"shown": _n(facts["drafts"])}


def _overdue(facts: Facts, day: date) -> str:
    days = (day - _date(facts["due_on"])).days
    words = ngettext(
        "Due on %(due)s, %(shown)s day late.", "Due on %(due)s, %(shown)s days late.", days
    )
    return words % {"due": _day(facts["due_on"]), "shown": _n(days)}


def _not_lifted(facts: Facts, day: date) -> str:
    if not facts.get("answer"):
        return _overdue(facts, day)
    days = (day - _date(facts["due_on"])).days
    words = ngettext(
        "The level it was put to was to answer by %(due)s, %(shown)s day ago.",
        "The level it was put to was to answer by %(due)s, %(shown)s days ago.",
        days,
    )
    return words % {"due": _day(facts["due_on"]), "shown": _n(days)}


_SENTENCES: dict[str, Callable[[Facts, date], str]] = {
    RuleCode.TASK_LATE: _late,
    RuleCode.TASK_DUE_SOON: _due_soon,
    RuleCode.TASK_SILENT: _silent,
    RuleCode.TASK_BEHIND: _behind,
    RuleCode.TASK_UNCLEAR: _unclear,
    RuleCode.TARGET_OFF_COURSE: _off_course,
    RuleCode.FIGURE_FALLING: _falling,
    RuleCode.UNIT_GAP: _gap,
    RuleCode.UNIT_SILENT: _unit_silent,
    RuleCode.UPDATE_WAITING: _waiting,
    RuleCode.EXTENSION_WAITING: _waiting,
    RuleCode.FORM_WAITING: _form_waiting,
    RuleCode.DRAFT_WAITING: _draft_waiting,
    RuleCode.NOBODY_VERIFIES: _nobody_verifies,
    RuleCode.NOBODY_CONFIRMS: _nobody_confirms,
    RuleCode.NOBODY_APPROVES: _nobody_approves,
    RuleCode.EXPLANATION_OVERDUE: _overdue,
    RuleCode.BOTTLENECK_OVERDUE: _not_lifted,
}


def _date(value: str) -> date:
    return date.fromisoformat(value)


def _day(value: str) -> str:
    return formats.day(_date(value), language=_language())


def _n(value: float | Decimal) -> str:
    return formats.number(value, language=_language())


def _pc(value: float) -> str:
    return f"{_n(value)}%"


def _value(value: Any, unit: str) -> str:
    if value is None:
        return formats.NO_VALUE
    shown = _n(Decimal(str(value)))
    return f"{shown}{unit}" if unit == "%" else f"{shown} {unit}".strip()


def _period(facts: Facts, name: str) -> str:
    return period_at(facts["periodicity"], facts[name]).label(_language())


def _language() -> str:
    return get_language() or "vi"

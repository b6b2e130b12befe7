"""What a form that was handed in shows: its figures, what stood before, and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from sauro.domains.indicators import filling
from sauro.domains.indicators.filling import number
from sauro.domains.indicators.models import Observation, Proposal, Superseded
from sauro.domains.indicators.selectors.entry import OPEN, Past, Sheet
from sauro.domains.indicators.selectors.forms import Line
from sauro.engines.history import reading

_FILLED = "indicators.form.filled_in"
_EVENTS = 60
_CELLS = 8  # told of one event


@dataclass(slots=True)
class Filed:
    """One line of a form handed in, ready to print."""

    pk: int
    name: str
    unit: str
    section: str
    applies: bool
    words: str
    last: str
    badge: dict[str, str] | None = None
    reason: str = ""
    past: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)


def lines_of(sheet: Sheet, past: Past) -> list[Filed]:
    """The lines of the form as they stand; as typed while it was not handed in."""
    return [
        replace(
            line_of(line),
            words=_typed(sheet, line) if sheet.state in OPEN else _official(line),
            reason=sheet.typed(line).get("reason", ""),
            past=[_past(line, one) for one in past.replaced.get(line.indicator.pk, ())],
            proposals=[_proposal(line, one) for one in past.proposals.get(line.indicator.pk, ())],
        )
        for line in sheet.lines
    ]


def line_of(line: Line) -> Filed:
    """One line with its official figure."""
    return Filed(
        pk=line.indicator.pk,
        name=line.indicator.name,
        unit=line.indicator.unit,
        section=line.item.section,
        applies=line.applies,
        words=_official(line),
        last=filling.figure_in_words(line.indicator, line.previous),
        badge=_badge(line.present),
    )


def history_of(sheet: Sheet) -> list[reading.Entry]:
    """What happened to the form, newest first; saving again and again is told once."""
    if not sheet.begun:
        return []
    by_id = {str(line.indicator.pk): line.indicator.name for line in sheet.lines}
    by_code = {line.indicator.code: line.indicator.name for line in sheet.lines}
    lines: list[reading.Entry] = []
    for entry in reading.timeline(sheet.submission, limit=_EVENTS):
        last = lines[-1] if lines else None
        if last and entry.kind == last.kind == _FILLED and entry.by_name == last.by_name:
            lines[-1] = replace(last, changes=_merged(last.changes, entry.changes))
        else:
            lines.append(entry)
    return [
        replace(line, changes=_in_words(line.changes, by_id if line.kind == _FILLED else by_code))
        for line in lines
    ]


def _merged(
    later: list[tuple[str, Any, Any]], earlier: list[tuple[str, Any, Any]]
) -> list[tuple[str, Any, Any]]:
    found = {name: (before, after) for name, before, after in later}
    for name, before, after in earlier:
        found[name] = (before, found[name][1] if name in found else after)
    return [(name, before, after) for name, (before, after) in found.items()]


def _in_words(changes: Sequence[tuple[str, Any, Any]], names: Mapping[str, str]) -> Any:
    found = [
        {"label": names.get(name) or _("Note"), "before": _cell(before), "after": _cell(after)}
        for name, before, after in changes[:_CELLS]
    ]
    if more := len(changes) - _CELLS if len(changes) > _CELLS else 0:
        found.append({"label": "…", "before": "", "after": _("%(n)s more cells") % {"n": more}})
    return found


def _cell(kept: Any) -> str:
    """A cell as the history keeps it: as typed, or as the pair of numbers handed in."""
    if isinstance(kept, dict):
        terms = [kept[name] for name in ("value", "base") if kept.get(name)]
        reason = f" ({kept['reason']})" if kept.get("reason") else ""
        return " / ".join(terms) + reason
    if isinstance(kept, list):
        return " / ".join(number(one) for one in kept if one is not None)
    return str(kept or "")


def _official(line: Line) -> str:
    return filling.figure_in_words(line.indicator, line.present)


def _typed(sheet: Sheet, line: Line) -> str:
    return _cell({**sheet.typed(line), "reason": ""})


def _badge(figure: Observation | None) -> dict[str, str] | None:
    if figure is None:
        return None
    states = {Observation.CONFIRMED: "confirmed", Observation.SUBMITTED: "submitted"}
    return filling.badge_of(states.get(figure.status, "returned"))


def _past(line: Line, one: Superseded) -> dict[str, Any]:
    return {
        "words": filling.figure_in_words(line.indicator, one),
        "until": one.until,
        "reason": one.reason,
        "after_closing": one.after_closing,
        "by": one.by,
    }


def _proposal(line: Line, one: Proposal) -> dict[str, Any]:
    answers = {None: _("Waits for a decision"), True: _("Accepted"), False: _("Refused")}
    codes = {None: "submitted", True: "verified", False: "refused"}
    return {
        "words": filling.figure_in_words(line.indicator, one),
        "code": codes[one.accepted],
        "state": answers[one.accepted],
        "reason": one.reason,
        "answer": one.answer,
        "by": one.by,
        "at": one.at,
    }

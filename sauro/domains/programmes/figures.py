"""Totals as rows ready to print: each number with the address of the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sauro.domains.indicators.labels import COMPARATORS, OUTLOOKS, TARGET_RULES
from sauro.domains.indicators.rules import Comparator
from sauro.domains.programmes import labels, links
from sauro.domains.programmes.models import Target, TargetMilestone, TargetReading, TaskEffect
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors.standing import AsOf, Totals
from sauro.domains.programmes.selectors.targets import TargetStanding
from sauro.engines.ui import formats, statuses
from sauro.engines.ui.bars import Part as Number  # a count of one status, and where its rows are

CLASSES = statuses.DEADLINE_CLASSES
SIGNS = {
    Comparator.GE: "≥",
    Comparator.GT: ">",
    Comparator.LE: "≤",
    Comparator.LT: "<",
    Comparator.EQ: "=",
    Comparator.KEEP_ABOVE: "≥",
}


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One line of a table by deadline class; the cells add up to the total."""

    label: str
    cells: tuple[Number, ...]
    total: int
    done: int
    url: str = ""
    total_url: str = ""
    pairs: int = 0

    @property
    def late(self) -> int:
        """Tasks that are overdue."""
        return self.cell("overdue").value

    @property
    def soon(self) -> int:
        """Tasks that are due soon."""
        return self.cell("due_soon").value

    def cell(self, code: str) -> Number:
        """The count of one class."""
        return self.cells[CLASSES.index(code)]


def class_row(
    *, label: str, totals: Totals, as_of: AsOf, url: str = "", linked: bool = True, **filters: Any
) -> ClassRow:
    """A line of one group, agency or programme; `filters` lead to its tasks."""
    tasks_url = links.tasks_url(as_of=as_of, **filters) if linked and totals.total else ""
    joint = "&" if "?" in tasks_url else "?"
    cells = tuple(
        Number(
            code,
            totals.classes.get(code, 0),
            f"{tasks_url}{joint}deadline_class={code}"
            if tasks_url and totals.classes.get(code)
            else "",
        )
        for code in CLASSES
    )
    return ClassRow(
        label=label,
        cells=cells,
        total=totals.total,
        done=totals.done,
        url=url,
        total_url=tasks_url,
    )


def group_rows(
    *,
    names: Mapping[int, str],
    groups: Mapping[int | None, Totals],
    as_of: AsOf,
    code: str,
) -> list[ClassRow]:
    """The groups of a programme in their order, then tasks that belong to none."""
    rows = [
        class_row(
            label=label,
            totals=groups.get(pk, Totals()),
            as_of=as_of,
            programme=code,
            group=pk,
        )
        for pk, label in names.items()
    ]
    if None in groups:
        rows.append(
            class_row(label=_("In no group"), totals=groups[None], as_of=as_of, linked=False)
        )
    return rows


def lead_order(
    *, names: Mapping[int, tuple[str, str]], leads: Mapping[int | None, Totals]
) -> list[int | None]:
    """Agencies by the tasks they lead, most overdue first, then tasks without a known lead."""
    known = sorted(
        (pk for pk in leads if pk is not None),
        key=lambda pk: (-leads[pk].classes["overdue"], -leads[pk].total, names[pk][0]),
    )
    return [*known, None] if None in leads else list(known)


def lead_row(
    pk: int | None,
    *,
    names: Mapping[int, tuple[str, str]],
    leads: Mapping[int | None, Totals],
    as_of: AsOf,
    pairs: Mapping[int, int] | None = None,
    **filters: Any,
) -> ClassRow:
    """The line of an agency, or of the tasks without a known lead."""
    if pk is None:
        label = _("Lead agency not known")
        return class_row(label=label, totals=leads[None], as_of=as_of, linked=False)
    row = class_row(
        label=names[pk][0],
        totals=leads[pk],
        as_of=as_of,
        url=links.agency_url(organisation_id=pk, as_of=as_of),
        lead=names[pk][1],
        **filters,
    )
    return replace(row, pairs=(pairs or {}).get(pk, 0))


def lead_rows(
    *,
    names: Mapping[int, tuple[str, str]],
    leads: Mapping[int | None, Totals],
    as_of: AsOf,
    most: int,
    **more: Any,
) -> list[ClassRow]:
    """The lines of the agencies in their order.

    Those after so many are one line, so that the whole still adds up.
    """
    known = [pk for pk in lead_order(names=names, leads=leads) if pk is not None]
    cut = len(known) if len(known) <= most + 1 else most
    shown: list[int | None] = [*known[:cut], *([None] if None in leads else ())]
    rows = [lead_row(pk, names=names, leads=leads, as_of=as_of, **more) for pk in shown]
    if cut < len(known):
        label = _("%(n)s other agencies") % {"n": len(known) - cut}
        others = _sum(leads[pk] for pk in known[cut:])
        rows.insert(cut, class_row(label=label, totals=others, as_of=as_of, linked=False))
    return rows


def programme_rows(
    *, programmes: Iterable[Any], totals: Mapping[int, Totals], as_of: AsOf
) -> list[ClassRow]:
    """One line for each programme, in the order given."""
    return [
        class_row(
            label=programme.title,
            totals=totals.get(programme.pk, Totals()),
            as_of=as_of,
            url=links.programme_url(code=programme.code, as_of=as_of),
            programme=programme.code,
        )
        for programme in programmes
    ]


def state_numbers(totals: Totals, *, as_of: AsOf, **filters: Any) -> list[Number]:
    """How many tasks are in each state; states without tasks are left out."""
    words = dict(labels.STATES)
    return [
        Number(
            state.value,
            totals.states[state.value],
            links.tasks_url(as_of=as_of, state=state.value, **filters),
            str(words[state.value]),
        )
        for state in State
        if totals.states.get(state.value)
    ]


def clear_numbers(missing: Mapping[str, int], *, as_of: AsOf, **filters: Any) -> list[Number]:
    """How many tasks lack each of the six clears."""
    return [
        Number(
            code,
            missing.get(code, 0),
            links.tasks_url(as_of=as_of, missing=code, **filters) if missing.get(code) else "",
            str(word),
        )
        for code, word in labels.CLEARS
    ]


def status_numbers(counts: Mapping[str, int], *, as_of: AsOf, **filters: Any) -> list[Number]:
    """How many targets have each status."""
    return [
        Number(code, n, links.targets_url(as_of=as_of, status=code, **filters) if n else "")
        for code, n in counts.items()
    ]


def _sum(parts: Iterable[Totals]) -> Totals:
    whole = Totals()
    for part in parts:
        for code, n in part.classes.items():
            whole.classes[code] += n
    return whole


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target with its standing, in words ready to print."""

    standing: TargetStanding
    url: str
    asked: str
    last: str
    rule: str
    outlook: str = ""
    foreseen: str = ""

    @property
    def target(self) -> Target:
        """The target itself."""
        return self.standing.target

    @property
    def status(self) -> str:
        """The code of its status."""
        return self.standing.status

    @property
    def fraction(self) -> float | None:
        """The share of the way covered, in percent."""
        return self.standing.verdict.fraction


def target_line(standing: TargetStanding, *, as_of: AsOf) -> TargetLine:
    """One target of a table or page."""
    return TargetLine(
        standing=standing,
        url=links.target_url(target_id=standing.target.pk, as_of=as_of),
        asked=asked_words(standing.asked, standing.target.indicator.unit),
        last=reading_words(standing.reading, standing.target.indicator.unit),
        rule=str(TARGET_RULES[standing.verdict.rule]),
        outlook=str(OUTLOOKS[standing.outlook]) if standing.foreseen else "",
        foreseen=foreseen_words(standing),
    )


@dataclass(frozen=True, slots=True)
class EffectLine:
    """What a task does to a target: how much it adds, in the unit of the target."""

    effect: TaskEffect
    words: str

    @property
    def is_done(self) -> bool:
        """Whether the reading was written."""
        return self.effect.reading_id is not None


def effect_lines(effects: Iterable[TaskEffect]) -> list[EffectLine]:
    """Effects as a page shows them."""
    return [
        EffectLine(
            one,
            "" if one.adds is None else _joined(_amount(one.adds), one.target.indicator.unit),
        )
        for one in effects
    ]


def foreseen_words(standing: TargetStanding) -> str:
    """Where the reported figures lead, in a sentence; nothing without figures to go by."""
    found = standing.foreseen
    if found is None:
        return ""
    unit = standing.target.indicator.unit
    low, middle, high = (
        _joined(_amount(round(Decimal(one), 1)), unit)
        for one in (found.low, found.middle, found.high)
    )
    words = (
        _(
            "From the trend and the season of %(points)s figures: %(middle)s by the due day, "
            "between %(low)s and %(high)s."
        )
        if found.seasonal
        else _(
            "From the trend of %(points)s figures: %(middle)s by the due day, "
            "between %(low)s and %(high)s."
        )
    )
    return words % {"points": found.points, "middle": middle, "low": low, "high": high}


def asked_words(asked: Target | TargetMilestone, unit: str) -> str:
    """What is asked, as the plan wrote it, else as a comparison: “≥ 80%”."""
    if asked.wording:
        return asked.wording
    if asked.low is None:
        return str(dict(COMPARATORS)[asked.comparator])
    low = _amount(asked.low)
    if asked.comparator == Comparator.RANGE:
        return _joined(f"{low} – {_amount(asked.high)}", unit)
    if asked.comparator == Comparator.RANK_TOP:
        return _("among the first %(n)s") % {"n": low}
    return _joined(SIGNS[Comparator(asked.comparator)], low, unit)


def reading_words(reading: TargetReading | None, unit: str) -> str:
    """What a reading says."""
    if reading is None:
        return ""
    if not reading.measurable:
        return reading.wording or _("Not yet measurable")
    if reading.wording:
        return reading.wording
    if reading.value is not None:
        typed = reading.pk is not None
        return _joined(_amount(reading.value if typed else round(reading.value, 2)), unit)
    return _("Met") if reading.met else _("Not met")


def _joined(*parts: str) -> str:
    """A sign, an amount and its unit on one line; the percent sign stands close: “≥ 80%”."""
    return "\u00a0".join(filter(None, parts)).replace("\u00a0%", "%")


def _amount(value: Decimal | None) -> str:
    return formats.number(value, language=get_language() or "vi")


def used_classes(whole: Totals) -> list[str]:
    """The deadline classes that some task has, in their usual order."""
    return [code for code in CLASSES if whole.classes.get(code)]


def reconciles(rows: Sequence[ClassRow], whole: Totals) -> bool:
    """Whether the lines add up to the whole in every column."""
    return sum(row.total for row in rows) == whole.total and all(
        sum(row.cells[n].value for row in rows) == whole.classes.get(code, 0)
        for n, code in enumerate(CLASSES)
    )


def on_time(totals: Totals) -> tuple[int, int]:
    """Tasks completed on time, of all tasks completed."""
    return totals.classes["done_on_time"], totals.done

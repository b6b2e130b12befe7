"""What a target of a file was understood to say, as the preview shows it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sauro.domains.indicators.labels import COMPARATORS
from sauro.domains.indicators.rules import Comparator
from sauro.domains.programmes.planfile.drafts import TargetDraft, Value
from sauro.engines import text

_WORDS = dict(COMPARATORS)


def facts_of(target: TargetDraft) -> list[tuple[str, str]]:
    """Field and text of each thing that was understood beside title, lead and number."""
    unit = target.unit or target.value.unit
    facts = [("understood", figure(target.value, unit))]
    years = "; ".join(f"{year}: {_briefly(each, unit)}" for year, each in target.values)
    if len(target.values) > 1:
        facts.append(("milestones", years))
    if target.baseline.text:
        when = f" ({target.baseline_year})" if target.baseline_year else ""
        facts.append(("baseline", f"{target.baseline.text}{when}"))
    facts += [("readings", f"{text.vi_date(one.on)}: {one.text}") for one in target.results]
    if target.falling:
        facts.append(("direction", _("Lower is better")))
    return [(name, told) for name, told in facts if told]


def _briefly(value: Value, unit: str) -> str:
    """A figure of a row of years: without the word that most of them share."""
    word = str(_WORDS[Comparator.EQ.value])
    return figure(value, unit).removeprefix(f"{word} ")


def figure(value: Value, unit: str) -> str:
    """A figure with its comparison in words and its unit: "at least 80 %"."""
    word = str(_WORDS.get(value.comparator, ""))
    if value.low is None:
        return word
    shown = text.vi_number(value.low)
    if value.comparator == Comparator.RANGE and value.high is not None:
        shown = f"{shown} - {text.vi_number(value.high)}"
    if value.comparator == Comparator.RANK_TOP:
        return f"{word} {shown}"
    return f"{word} {shown} {unit}".strip()

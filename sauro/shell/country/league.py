"""League tables: provinces or communes of the whole country by one indicator in one period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.indicators import rules
from sauro.domains.indicators.rules import Direction, Sums
from sauro.domains.indicators.rules.ranking import ranks
from sauro.domains.orgs.rules import OrgKind
from sauro.shell.country import asking
from sauro.shell.country.asking import FIGURES_OF_UNITS, SUMS, Asked, Question
from sauro.shell.country.tables import OBSERVATIONS, UNITS

PROVINCES, COMMUNES = "province", "commune"
LEVELS = (PROVINCES, COMMUNES)
_PROVINCE = " LEFT JOIN read_parquet($2, hive_partitioning=false) p ON p.code = o.province WHERE "
Key = tuple[int, str, str, str]  # meaning, province, code and name of the unit


class OneIndicator(DomainError):
    """A league table is of one indicator."""

    code = "one_indicator"


def league(question: Question, *, by: str = PROVINCES, top: int = 0) -> dict[str, Any]:
    """Units with their places, best first; no places where a figure is only to be kept."""
    if not question.indicator:
        raise OneIndicator(_("Name one indicator by its code."))
    meanings = question.meanings()
    if len(meanings) > 1:
        raise OneIndicator(
            _("Several indicators have this code; name one by its number: %(numbers)s.")
            % {"numbers": ", ".join(f"{pk} ({one.owner})" for pk, one in meanings.items())}
        )
    meaning = next(iter(meanings.values()))
    period = question.last_period(meanings.values())
    found: dict[Key, Sums] = {}
    if period is not None:
        found = question.ask(
            of_partitions, asking.added, period=period, by=by, meanings=meanings.values()
        )
    values = {
        key: value
        for key, sums in found.items()
        if (value := rules.value_of(meaning.rollup, sums, factor=meaning.factor)) is not None
    }
    falling = meaning.direction == Direction.DOWN
    order = sorted(values, key=lambda key: (values[key] if falling else -values[key], key))
    place = ranks({n: values[key] for n, key in enumerate(order)}, meaning.direction)
    return {
        **meaning.told(),
        "period": None if period is None else meaning.label(period),
        "units": len(order),
        "rows": [
            {
                "place": place.get(n),
                "province": key[1],
                "unit": key[2],
                "name": key[3],
                "value": meaning.value(found[key]),
                "total": found[key].total,
                "base": found[key].base,
                "over": found[key].over,
                "reported": found[key].units,
            }
            for n, key in enumerate(order[: top or None])
        ],
    }


def of_partitions(asked: Asked) -> Mapping[Key, Sums]:
    """Sums of provinces, or of the communes in them: a closed one counts in its successor."""
    unit, name, only = "o.province", "p.name", ""
    if asked.by == COMMUNES:
        unit, name, only = "u.place", "u.place_name", f" AND u.place_kind = '{OrgKind.COMMUNE}'"
    figures = FIGURES_OF_UNITS.replace(" WHERE ", _PROVINCE)
    return {
        (row[0], row[1], row[2], row[3]): asking.sums_in(row[4:])
        for row in asked.rows(
            f"SELECT i.meaning, o.province, {unit}, COALESCE({name}, o.province), {SUMS} "
            f"{figures}{asked.when}{only} GROUP BY 1, 2, 3, 4",
            *(OBSERVATIONS, UNITS),
        )
    }

"""Outliers: figures far from those of the same kind of unit anywhere in the country."""

from __future__ import annotations

from typing import Any

from sauro.domains.indicators.rules import SCALE, Rollup
from sauro.shell.country.asking import FIGURES_OF_UNITS, Asked, Meaning, Question
from sauro.shell.country.tables import OBSERVATIONS, UNITS

FAR = 5.0  # robust distances from the middle; a normal figure is beyond it once in a million
FEWEST = 8  # units of a kind below which nothing is called far
_TO_DEVIATION = 1.4826  # of the median distance, to compare with a standard deviation
_MEAN_TO_DEVIATION = 1.2533  # of the mean distance, where more than half of the units agree


def outliers(question: Question, *, far: float = FAR, top: int = 0) -> dict[str, Any]:
    """Figures of one period that lie far out, farthest first."""
    meanings = question.meanings()
    period = question.last_period(meanings.values())
    rows: list[dict[str, Any]] = []
    if period is not None:
        figures = question.ask(of_partitions, stacked, period=period, meanings=meanings.values())
        for pk, meaning in sorted(meanings.items()):
            rows += _far_out(meaning, figures, pk, far)
        rows.sort(key=lambda row: (-row["distance"], row["indicator"], row["unit_code"]))
    label = None if period is None else f"{period // 12}-{period % 12 + 1:02}"
    return {"period": label, "far": far, "found": len(rows), "rows": rows[: top or None]}


def of_partitions(asked: Asked) -> Any:
    """The figures of some provinces in the period as a `pyarrow.Table`."""
    return asked.table(
        "SELECT i.meaning, u.kind, o.unit, o.unit_name AS name, o.province, o.amount, o.base "
        f"{FIGURES_OF_UNITS}{asked.when} AND i.rollup <> '{Rollup.NONE}'",
        *(OBSERVATIONS, UNITS),
    )


def stacked(parts: list[Any]) -> Any:
    """Figures of several provinces."""
    import pyarrow as pa

    return pa.concat_tables(parts)


def _far_out(meaning: Meaning, figures: Any, pk: int, far: float) -> list[dict[str, Any]]:
    import pyarrow.compute as pc

    own = figures.filter(pc.equal(figures["meaning"], pk))
    found = []
    for kind in sorted(own["kind"].unique().to_pylist()):
        alike = own.filter(pc.equal(own["kind"], kind)).sort_by(
            [("unit", "ascending"), ("amount", "ascending")]
        )
        found += _of_kind(meaning, alike, kind, far)
    return found


def _of_kind(meaning: Meaning, alike: Any, kind: str, far: float) -> list[dict[str, Any]]:
    """What lies far from the middle of units of one kind."""
    import numpy as np

    values = _values(meaning, alike)
    known = np.flatnonzero(~np.isnan(values))
    if len(known) < FEWEST:
        return []
    middle = float(np.median(values[known]))
    away = np.abs(values[known] - middle)
    spread = _TO_DEVIATION * float(np.median(away)) or _MEAN_TO_DEVIATION * float(np.mean(away))
    if not spread:
        return []
    picked = known[away > far * spread]
    return [
        {
            **meaning.told(),
            **{name: row[name] for name in ("province", "name")},
            "unit_code": row["unit"],
            "kind": kind,
            "value": round(float(values[n]), 6),
            "median": round(middle, 6),
            "distance": round(abs(float(values[n]) - middle) / spread, 2),
            "peers": len(known),
        }
        for n, row in zip(picked.tolist(), alike.take(picked).to_pylist(), strict=True)
    ]


def _values(meaning: Meaning, figures: Any) -> Any:
    """Figures as a person reads them; a ratio without its base is none."""
    import numpy as np

    amount = figures["amount"].to_numpy().astype(np.float64)
    if meaning.rollup != Rollup.RATIO:
        return amount / SCALE
    base = figures["base"].fill_null(0).to_numpy().astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base != 0, amount * meaning.factor / base, np.nan)

"""Exports written without a database, what they must add up to, and work that takes a while."""

from __future__ import annotations

import random
import time
from datetime import date

from sauro.domains.indicators.rules import Direction, Rollup, Sums, contribution
from sauro.engines import country
from sauro.shell.country import rollups, tables

JUNE = 2025 * 12 + 5
THRESHOLD = 5_000
NAP = 0.15


def write(folder, figures):
    """An export of (province, unit, indicator, period, amount, base, status)."""
    provinces = sorted({row[0] for row in figures})
    with country.exporting(folder) as out:
        for code in provinces:
            own = [row for row in figures if row[0] == code]
            numbers = sorted({row[1] for row in own})
            units = [
                (
                    *(code, n, f"{code}-X{n}", f"Xã {n}", "commune", f"{code}{n:04}"),
                    *(n, f"{code}-X{n}", f"Xã {n}", "commune", date(2025, 1, 1), None),
                )
                for n in numbers
            ]
            filled = {
                tables.OBSERVATIONS: [
                    (
                        *(code, indicator, f"I{indicator}", period, unit, f"{code}-X{unit}"),
                        *(f"Xã {unit}", f"{code}{unit:04}", amount, base, status),
                    )
                    for _code, unit, indicator, period, amount, base, status in own
                ],
                tables.INDICATORS: [indicator_row(n) for n in range(len(Rollup))],
                tables.UNITS: units,
                tables.EXPECTED: [],
                tables.TASKS: [
                    (
                        *(
                            code,
                            n,
                            f"Xây dựng nền tảng {n % 5} của {code}",
                            f"xay dung {n % 5} {code}",
                        ),
                        *("KH57", None, None, "assigned", None),
                    )
                    for n in numbers
                ],
            }
            for name, rows in filled.items():
                out.add(code, name, tables.table_of(name, rows))
        out.done(as_of="2025-06-30", others=False)
    return country.opened(folder)


def indicator_row(n):
    rule = list(Rollup)[n]
    return (
        *(n, n, "TW", f"I{n}", rule.value, "người", way(n), "month", "periodic"),
        *(rule.value, 100 if rule == Rollup.RATIO else 1),
        THRESHOLD if rule == Rollup.SHARE else None,
    )


def way(n):
    return (Direction.DOWN if n % 2 else Direction.UP).value


def expected(figures):
    """Sums by (province, indicator, period), by the rule itself."""
    found = {}
    for code, _unit, n, period, amount, base, status in figures:
        if status:
            sums = contribution(
                list(Rollup)[n].value,
                amount=amount,
                base=base,
                confirmed=status == 2,
                threshold=THRESHOLD,
                falling=way(n) == Direction.DOWN,
            )
            key = (code, n, period)
            found[key] = found.get(key, Sums()) + sums
    return found


def scattered(provinces, each, seed=7):
    rng = random.Random(seed)
    rows = {}
    for p in range(provinces):
        for _n in range(each):
            key = (
                f"P{p:02}",
                rng.randint(1, 40),
                rng.randrange(len(Rollup)),
                JUNE - rng.randint(0, 5),
            )
            amount, base = (
                rng.randint(-(10**9), 10**9),
                rng.choice([None, 0, rng.randint(1, 10**9)]),
            )
            rows[key] = (*key, amount, base, rng.choice([0, 1, 2]))
    return list(rows.values())


def slowly(asked):
    """The sums of a partition after a nap, so that a worker can die in the middle."""
    time.sleep(NAP)
    return rollups.of_partitions(asked)

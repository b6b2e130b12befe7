"""Rows and columns of totals: never read as figures, but held against what was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from sauro.domains.indicators.foreign import amounts
from sauro.domains.indicators.foreign.shapes import BASE, CellTold, Fate, KnownIndicator, Remark
from sauro.engines import text

_FINEST = Decimal("0.0001")  # a sum that a program computed may be off in the sixteenth digit
_TOTAL = re.compile(
    r"(?:\d+[.)]\s*|[ivx]+[.)]\s*|[-*+]\s*)?"
    r"(?:(?:tong|cong|tong cong|tong so|tong hop|total|chung)(?: (?:toan|ca|cac|cap) [\w ,]+)?"
    r"|cong (?:i{1,3}|iv|v|muc|nhom|khu vuc)[\w ,+]*"
    r"|(?:toan|ca) (?:tinh|thanh pho|xa|phuong|huyen|nuoc)(?: [\w ]+)?)(?: ?\(.*\))?"
)


@dataclass(frozen=True, slots=True)
class TotalCell:
    """A cell of a total with the cells that it should add up, in each way it may be meant."""

    told: CellTold
    amount: Decimal
    indicator: str
    role: str
    period: int | None
    section: bool  # of the rows since the last total, as a subtotal is


def is_total(words: str, above: Iterable[str]) -> bool:
    """Whether a label means everything above or below it."""
    bare = text.fold(text.clean(words)).strip(" .:")
    return bool(_TOTAL.fullmatch(bare)) or any(bare == text.fold(name) for name in above)


def compared(
    total: TotalCell, parts: Sequence[CellTold], section: Sequence[CellTold]
) -> Remark | None:
    """What is to be said of a total that is not the sum of its parts."""
    sums = [_sum(total, parts), _sum(total, section)]
    known = [one for one in sums if one is not None]
    if not known or _rounded(total.amount) in known:
        return None
    wanted = sums[1] if total.section and sums[1] is not None else known[0]
    facts = {"total": shown(total.amount), "sum": shown(wanted)}
    return Remark(total.told.where, "total_differs", facts, hard=False)


def adds_up(one: KnownIndicator, role: str, *, over_time: bool = False) -> bool:
    """Whether figures of an indicator may be added at all."""
    if over_time and one.over_time != "periodic":
        return False
    return one.rollup == "sum" or (one.rollup == "ratio" and role == BASE) or one.rollup == "ratio"


def shown(number: Decimal) -> str:
    """A number in plain digits with a decimal comma."""
    found = f"{number.normalize():f}" if number else "0"
    return found.replace(".", ",")


def _sum(total: TotalCell, parts: Sequence[CellTold]) -> Decimal | None:
    fits: Callable[[CellTold], bool] = lambda one: (  # noqa: E731
        one.fate == Fate.READ
        and one.indicator == total.indicator
        and one.role == total.role
        and (total.period is None or one.period == total.period)
    )
    found = [amounts.decimal_of(one.amount) for one in parts if fits(one)]
    return _rounded(sum(found, Decimal(0))) if found else None


def _rounded(number: Decimal) -> Decimal:
    with localcontext(prec=400):
        return number.quantize(_FINEST)

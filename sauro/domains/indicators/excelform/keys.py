"""The hidden keys of an Excel form: which form, unit, period and indicator a row belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

KEY, CODE, NAME, UNIT, LAST, VALUE, BASE, REASON, NOTE = (
    *("@key", "@code", "@name", "@unit", "@last"),
    *("@value", "@base", "@reason", "@note"),
)
INPUTS = (VALUE, BASE, REASON)
_TAG = "SL1"
_FOUND = re.compile(rf"{_TAG}((?:\|[^|\s]+){{4}})(?:\|([^|\s]+))?")
_LAST_PERIOD = 9999 * 12


@dataclass(frozen=True, slots=True)
class Place:
    """A form of an owner for a unit and period, by their codes."""

    owner: str
    form: str
    unit: str
    period: int


def reference_of(place: Place) -> str:
    """The key of a whole sheet, in letters that no office program changes."""
    codes = (place.owner, place.form, place.unit, str(place.period))
    return "|".join((_TAG, *(quote(code, safe="") for code in codes)))


def key_of(place: Place, indicator: str) -> str:
    """The key of a row."""
    return f"{reference_of(place)}|{quote(indicator, safe='')}"


def read_key(text: str) -> tuple[Place, str] | None:
    """The place and the indicator (empty for a whole sheet) that a key names."""
    found = _FOUND.search(text)
    if found is None:
        return None
    owner, form, unit, period = (unquote(part) for part in found[1].split("|")[1:])
    if not period.isascii() or not period.isdecimal() or not 0 < int(period[:9]) < _LAST_PERIOD:
        return None
    return Place(owner, form, unit, int(period)), unquote(found[2] or "")

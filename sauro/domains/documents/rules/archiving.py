"""States of the text of a file, when a dossier goes to the archive, and lengths of metadata."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ReadingState(StrEnum):
    """What came of reading the text of a file."""

    WAITING = "waiting"
    TEXT = "text"
    SCANNED = "scanned"
    EMPTY = "empty"
    UNREADABLE = "unreadable"


class ArchiveState(StrEnum):
    """Where a dossier stands on its way to the archive."""

    OPEN = "open"
    KEPT = "kept"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class HandOverRule:
    """How long after its work ended a dossier goes to the archive, and who says so.

    `from_year_end` counts from the last day of that year instead of the day itself.
    """

    months: int = 12
    from_year_end: bool = False
    warn_days: int = 30
    source: str = "Nghị định 30/2020/NĐ-CP, Điều 30 khoản 2"


def hand_over_due(*, ended_on: date, rule: HandOverRule) -> date:
    """The last day on which a dossier is handed over in time."""
    start = date(ended_on.year, 12, 31) if rule.from_year_end else ended_on
    months = start.month - 1 + rule.months
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def archive_state(
    *, ended_on: date | None, handed_over: bool, today: date, rule: HandOverRule
) -> ArchiveState:
    """Open until its work has ended; then kept, soon due, overdue; at last handed over."""
    if handed_over:
        return ArchiveState.HANDED_OVER
    if ended_on is None or ended_on > today:
        return ArchiveState.OPEN
    due = hand_over_due(ended_on=ended_on, rule=rule)
    if today > due:
        return ArchiveState.OVERDUE
    if today >= due - timedelta(days=rule.warn_days):
        return ArchiveState.DUE_SOON
    return ArchiveState.KEPT


# Decree 30/2020/NĐ-CP, Appendix VI: the longest value of each field.
OUTGOING_LENGTHS = {
    "FileCode.OrganId": 13,
    "FileCode.FileCatalog": 4,
    "FileCode.FileNotation": 20,
    "DocOrdinal": 3,
    "TypeName": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "IssuedDate": 10,
    "OrganName": 200,
    "Subject": 500,
    "Language": 30,
    "PageAmount": 3,
    "Description": 500,
    "SignerInfo.Position": 100,
    "SignerInfo.FullName": 50,
    "To.OrganId": 13,
    "To.OrganName": 200,
    "Priority": 1,
    "IssuedAmount": 3,
    "DueDate": 10,
}
INCOMING_LENGTHS = {
    **{name: OUTGOING_LENGTHS[name] for name in list(OUTGOING_LENGTHS)[:13]},
    "ArrivalDate": 10,
    "ArrivalNumber": 10,
    "SignerInfo.Position": 100,
    "SignerInfo.FullName": 50,
    "Priority": 1,
    "ToPlaces": 1000,
    "DueDate": 10,
}
DOSSIER_LENGTHS = {
    "FileCode.OrganId": 13,
    "FileCode.FileCatalog": 4,
    "FileCode.FileNotation": 20,
    "Title": 500,
    "Maintenance": 10,
    "Rights": 30,
    "Creator": 30,
    "Language": 50,
    "StartDate": 10,
    "EndDate": 10,
    "DocTotal": 10,
    "PageTotal": 10,
}


@dataclass(frozen=True, slots=True)
class TooLong:
    """A value that does not fit its field of Appendix VI."""

    field: str
    length: int
    limit: int


def too_long(values: Mapping[str, str], *, lengths: Mapping[str, int]) -> list[TooLong]:
    """The values that do not fit; nothing is cut."""
    return [
        TooLong(name, len(values[name]), limit)
        for name, limit in lengths.items()
        if len(values.get(name, "")) > limit
    ]

"""Whether a document is in force on a day, and what decided it.

Source: Law 80/2015/QH13 as amended, Articles 151–154 (from its day of effect; until it expires by
its own term, is replaced or is abolished), applied here to administrative papers as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ValidityState(StrEnum):
    """What a document is on a day."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPLACED = "replaced"
    EXPIRED = "expired"
    RECALLED = "recalled"


STANDING = frozenset({ValidityState.IN_FORCE, ValidityState.AMENDED})
ENDED = frozenset({ValidityState.REPLACED, ValidityState.EXPIRED, ValidityState.RECALLED})


@dataclass(frozen=True, slots=True)
class Later:
    """A later document that replaces or amends: from when, and until when it was not recalled."""

    pk: int
    starts: date
    recalled_on: date | None = None

    def acts(self, day: date) -> bool:
        """Whether it has its effect on a day; a recalled document does nothing any more."""
        return self.starts <= day and (self.recalled_on is None or day < self.recalled_on)


@dataclass(frozen=True, slots=True)
class Validity:
    """The state on a day, since when, and the document that decided it, if one did."""

    state: ValidityState
    since: date | None = None
    by: int | None = None


def starts_on(*, issued_on: date, valid_from: date | None) -> date:
    """The day from which a document has effect: the day it names, else its date."""
    return valid_from or issued_on


def validity_of(
    *,
    issued_on: date,
    valid_from: date | None,
    valid_until: date | None,
    recalled_on: date | None,
    replaced_by: Iterable[Later],
    amended_by: Iterable[Later],
    as_of: date,
) -> Validity:
    """The state on a day: recalled, not yet begun, replaced, expired, amended, or in force.

    A recall comes before everything. Of a replacement and an expiry the earlier one decides; a
    replacement on the very day after the last one counts as the replacement.
    """
    if recalled_on is not None and recalled_on <= as_of:
        return Validity(ValidityState.RECALLED, recalled_on)
    starts = starts_on(issued_on=issued_on, valid_from=valid_from)
    if as_of < starts:
        return Validity(ValidityState.NOT_YET, starts)
    replacement = _first(replaced_by, as_of)
    expired = valid_until + timedelta(days=1) if valid_until else None
    if replacement and (expired is None or replacement.starts <= expired):
        return Validity(ValidityState.REPLACED, replacement.starts, replacement.pk)
    if expired and expired <= as_of:
        return Validity(ValidityState.EXPIRED, expired)
    amendment = _first(amended_by, as_of)
    if amendment:
        return Validity(ValidityState.AMENDED, amendment.starts, amendment.pk)
    return Validity(ValidityState.IN_FORCE, starts)


def _first(later: Iterable[Later], as_of: date) -> Later | None:
    acting = [one for one in later if one.acts(as_of)]
    return min(acting, key=lambda one: (one.starts, one.pk), default=None)

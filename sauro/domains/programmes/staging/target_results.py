"""Results that a file tells of its targets, against the readings on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from sauro.domains.programmes.models import TargetReading
from sauro.domains.programmes.planfile.drafts import Result
from sauro.domains.programmes.staging.report import Note, Row
from sauro.engines import text

QUANTUM = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class ReadingDraft:
    """A reading as it would be written."""

    on: date
    value: Decimal | None
    wording: str
    met: bool | None
    measurable: bool

    @property
    def says(self) -> tuple[Decimal | None, bool | None, bool]:
        """What makes two readings of a day the same, whatever their words."""
        return self.value, self.met, self.measurable


Known = dict[int, list[TargetReading]]


def known_readings(*, targets: Iterable[int]) -> Known:
    """The readings of some targets; one SQL, none when there is nothing to compare."""
    wanted = list(targets)
    found: Known = defaultdict(list)
    if wanted:
        for reading in TargetReading.objects.filter(target__in=wanted).order_by("on", "pk"):
            found[reading.target_id].append(reading)
    return found


def resolve(
    *, results: Sequence[Result], existing: Sequence[TargetReading], row: Row, day: date
) -> list[ReadingDraft]:
    """The readings that are not on record yet; days to come are left out with a note."""
    wanted: list[ReadingDraft] = []
    for result in results:
        draft = _draft(result)
        if result.on > day:
            row.notes.append(_in_future(row, result))
        elif not any(
            (one.value, one.met, one.measurable) == draft.says
            for one in existing
            if one.on == draft.on
        ):
            wanted.append(draft)
    return wanted


def changes(
    *, wanted: Sequence[ReadingDraft], existing: Sequence[TargetReading]
) -> list[tuple[str, str, str]]:
    """What the new readings change, as the preview shows it."""
    last = {one.on: one.wording or text.vi_number(one.value or 0) for one in existing}
    return [
        (
            "readings",
            f"{text.vi_date(one.on)}: {last[one.on]}" if one.on in last else "",
            f"{text.vi_date(one.on)}: {one.wording}",
        )
        for one in wanted
    ]


def _draft(result: Result) -> ReadingDraft:
    value = result.value.quantize(QUANTUM) if result.value is not None else None
    wording = text.clean(result.text)[:300]
    return ReadingDraft(result.on, value, wording, result.met, result.measurable)


def _in_future(row: Row, result: Result) -> Note:
    return Note(
        "warning",
        row.where,
        _("The result “%(text)s” is dated %(day)s, which is still to come; it was left out.")
        % {"text": result.text, "day": text.vi_date(result.on)},
        code="result_in_future",
    )

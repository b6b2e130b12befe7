"""Which record a row of a file is: by title, by number, then by likeness; each record once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

SAME_NUMBER_LIKENESS = 55
ANY_NUMBER_LIKENESS = 92
RARE_WORDS, MOST_SHARING = 3, 60


@dataclass(frozen=True, slots=True)
class Known:
    """A record as far as it can be recognised: its group, number and folded title."""

    key: int
    group: str
    number: str
    folded: str
    year: int | None = None


class Recogniser:
    """Finds the record of each row and never gives one record to two rows."""

    def __init__(self, records: Iterable[Known]) -> None:
        self._free: dict[int, Known] = {}
        self._places: dict[Hashable, list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = defaultdict(list)
        for record in records:
            self._free[record.key] = record
            for place in _places(record):
                self._places[place].append(record.key)
            for word in set(record.folded.split()):
                self._words[word].append(record.key)

    def assign(self, rows: Sequence[Known]) -> dict[int, int]:
        """Row key to record key for every row that is a known record.

        Exact titles are given away before likeness is asked, so that a new row cannot take the
        record of a later exact one.
        """
        found: dict[int, int] = {}
        for step in range(3):
            for row in rows:
                if row.key not in found:
                    self._claim(row, _places(row)[step], found)
        for row in rows:
            if row.key not in found:
                self._claim_alike(row, found)
        return found

    def _claim(self, row: Known, place: Hashable, found: dict[int, int]) -> None:
        for key in self._places.get(place, ()):
            record = self._free.get(key)
            if record is None:
                continue
            by_number = place[0] == "number"  # type: ignore[index]
            if by_number and fuzz.ratio(row.folded, record.folded) < SAME_NUMBER_LIKENESS:
                continue
            found[row.key] = key
            del self._free[key]
            return

    def _claim_alike(self, row: Known, found: dict[int, int]) -> None:
        alike = {
            key: record.folded
            for key in self._sharing_rare_words(row)
            if (record := self._free.get(key)) is not None and record.year == row.year
        }
        best = process.extractOne(
            row.folded, alike, scorer=fuzz.ratio, score_cutoff=ANY_NUMBER_LIKENESS
        )
        if best is not None:
            found[row.key] = best[2]
            del self._free[best[2]]

    def _sharing_rare_words(self, row: Known) -> set[int]:
        """Records that share one of the row's rarest words; nearly equal titles always do."""
        known = [w for w in set(row.folded.split()) if w in self._words]
        rarest = sorted(known, key=lambda word: (len(self._words[word]), word))[:RARE_WORDS]
        return {key for word in rarest for key in self._words[word][:MOST_SHARING]}


def _places(record: Known) -> tuple[Hashable, Hashable, Hashable]:
    number = record.number.rstrip(".)")
    return (
        ("title", record.group, number, record.folded, record.year),
        ("title", record.folded, record.year),
        ("number", record.group, number, record.year),
    )

"""The heading of a foreign table: where it stands, and what each column is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sauro.domains.indicators.foreign import amounts, times, vocabulary
from sauro.domains.indicators.foreign.names import Hit, Indicators, Units
from sauro.domains.indicators.foreign.shapes import BASE, VALUE
from sauro.domains.indicators.foreign.times import Time
from sauro.engines import text
from sauro.engines.office.grid import Cell, Grid

SERIAL, UNIT, INDICATOR = vocabulary.SERIAL, vocabulary.UNIT, vocabulary.INDICATOR
PERIOD, YEAR, CODE = vocabulary.PERIOD, vocabulary.YEAR, vocabulary.CODE
MEASURE, NOTE, TEXT = vocabulary.MEASURE, vocabulary.NOTE, vocabulary.TEXT
REASONS, LABELS, PLAN = vocabulary.REASONS, vocabulary.LABELS, vocabulary.PLAN
RATIO, TOTAL, OTHER = vocabulary.RATIO, vocabulary.TOTAL, vocabulary.OTHER
_OF = {word: kind for kind, words in vocabulary.WORDS.items() for word in words}
_WAY = {word: way for way, words in vocabulary.WAYS.items() for word in words}
_SIDE = re.compile(
    r"^(?P<word>ke hoach|kh|muc tieu|thuc hien|th|ket qua|cung ky|uoc thuc hien|luy ke|so lieu|"
    r"ty le|tu so|mau so)\b(?! thuc hien| ke hoach)"
)
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,2}|[a-z])\s*\)?(?:\s*=.*)?", re.IGNORECASE)
_LONGEST = 300


@dataclass(slots=True)
class Facts:
    """What a heading or a label says of the cells under or beside it."""

    unit: str = ""
    indicator: str = ""
    time: Time | None = None
    year: int | None = None
    role: str = ""  # value, base, plan, computed, total, compared
    way: str = ""
    kind: str = ""  # of a label column
    bases: frozenset[str] = frozenset()
    unknown: str = ""  # words that mean nothing here
    hit: Hit | None = None
    hit_kind: str = ""
    where: str = ""
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What can be asked of a word."""

    units: Units
    indicators: Indicators


def folded(words: str) -> str:
    """A heading as it is looked up."""
    return text.fold(text.clean(words)).strip(" .*")


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: “A B 1 2 3”, “(1) (2) (3)”."""
    words = [cell.text.strip() for cell in cells if cell.text.strip()]
    if len(words) < 2 or not all(_NUMBERING.fullmatch(word) for word in words):
        return False
    numbers = [int(found[0]) for word in words if (found := re.search(r"\d+", word.split("=")[0]))]
    marked = any("(" in word or word.isalpha() for word in words)
    in_order = all(b - a == 1 for a, b in pairwise(numbers))
    return in_order and (marked or (len(words) > 2 and numbers[:1] == [1]))


def kind_of(words: str) -> str:
    """The kind of a heading by its words alone; nothing when it is a name or unknown."""
    bare = folded(words)
    if bare in _OF:
        return _OF[bare]
    short = re.sub(r"\s*\([^()]*\)$", "", bare)
    return _OF.get(short, "")


def facts_of(words: str, lexicon: Lexicon, parent: Facts | None = None) -> Facts:
    """What one heading says, given the one above it."""
    found = Facts(texts=[words])
    if kind := kind_of(words):
        return _of_kind(found, kind, words, lexicon, parent)
    bare = folded(words)
    if way := _WAY.get(bare):
        found.way, found.role = way, VALUE
        return found
    if _named(found, words, lexicon, parent):
        return found
    if time := times.whole(words):
        found.time, found.year = time, time.year
        return found
    if lexicon.indicators.is_measure(words):
        return found
    return _mixed(found, words, lexicon, parent)


def _of_kind(found: Facts, kind: str, words: str, lexicon: Lexicon, parent: Facts | None) -> Facts:
    if parent is not None and parent.indicator and kind == TOTAL:
        ratio = lexicon.indicators.known[parent.indicator].rollup == "ratio"
        found.role = BASE if ratio else VALUE
    elif kind in LABELS:
        found.kind = kind
        found.unknown = words
    else:
        found.role = kind
    return found


def _named(found: Facts, words: str, lexicon: Lexicon, parent: Facts | None) -> bool:
    """A unit, an indicator, or the denominator of one."""
    bases = lexicon.indicators.bases(words)
    if parent is not None and parent.indicator in bases:
        found.role = BASE
        return True
    if code := lexicon.indicators.exact(words):
        found.indicator = code
        return True
    if code := lexicon.units.exact(words):
        found.unit = code
        return True
    if bases:
        found.role, found.bases = BASE, frozenset(bases)
        return True
    return False


def _mixed(found: Facts, words: str, lexicon: Lexicon, parent: Facts | None) -> Facts:
    """“Thực hiện tháng 6/2025”, “Số người học (kế hoạch)”: the parts one by one."""
    told = times.find(words) if len(words) <= _LONGEST else times.Times((), folded(words))
    rest = told.rest.strip(" ()-–:,.")
    if len(told.found) == 1:
        found.time, found.year = told.found[0], told.found[0].year
        words = rest
    if told.found and (kind := _OF.get(rest, "")) and kind not in LABELS:
        found.role = kind
        return found
    for piece in _pieces(words):
        if piece != words and (kind := kind_of(piece)) and kind not in LABELS:
            found.role = kind
            words = words.replace(piece, "", 1).strip(" ()-–:,;")
            break
    else:
        side = _SIDE.match(folded(words))
        if side and kind_of(side["word"]):
            found.role = kind_of(side["word"])
            words = words[side.end() :].strip(" ()-–:,;")
    if not words or lexicon.indicators.is_measure(words):
        return found
    inner = Facts()
    if _named(inner, words, lexicon, parent):
        found.indicator, found.unit, found.bases = inner.indicator, inner.unit, inner.bases
        found.role = found.role or inner.role
        return found
    if found.role in (PLAN, RATIO, OTHER, TOTAL):
        return found
    found.unknown = words
    found.hit, found.hit_kind = _nearest(words, lexicon)
    return found


def _pieces(words: str) -> list[str]:
    """The parts of a heading between brackets, dashes and colons."""
    return [part.strip() for part in re.split(r"[()\n:;]| [-–] ", words) if part.strip()]


def _nearest(words: str, lexicon: Lexicon) -> tuple[Hit, str]:
    unit, indicator = lexicon.units.find(words), lexicon.indicators.find(words)
    if unit.candidates and (unit.ambiguous or not indicator.candidates):
        return unit, UNIT
    return indicator, INDICATOR


@dataclass(slots=True)
class Head:
    """Rows of a heading, by their places in the grid, and the facts of each column."""

    first: int
    last: int
    columns: dict[int, Facts] = field(default_factory=dict)


def find_heads(grid: Grid, lexicon: Lexicon) -> list[Head]:
    """The headings of a sheet from the top; the same heading again begins a new part."""
    heads: list[Head] = []
    place = 0
    first_words: set[str] = set()
    while place < len(grid.rows):
        row = grid.rows[place]
        words = _texts(row)
        if _is_head(row, lexicon, again=bool(heads)) and (
            not heads or len(first_words & set(words)) >= max(2, len(words) // 2)
        ):
            head = Head(place, _last_of(grid, place, lexicon))
            head.columns = _columns(grid, head, lexicon)
            heads.append(head)
            first_words = first_words or set(words)
            place = head.last + 1
        else:
            place += 1
    return heads


def _texts(row: Sequence[Cell]) -> list[str]:
    return [
        folded(cell.text)
        for cell in row
        if cell.text.strip() and cell.merged_from is None and not amounts.is_nothing(cell.text)
    ]


def _is_head(row: Sequence[Cell], lexicon: Lexicon, *, again: bool) -> bool:
    cells = [cell for cell in row if cell.text.strip() and cell.merged_from is None]
    if len(cells) < 2 or is_numbering(cells):
        return False
    if any(amounts.is_number(cell.text) and times.whole(cell.text) is None for cell in cells):
        return False
    named = sum(bool(kind_of(cell.text)) for cell in cells)
    if again:
        return named >= 2
    if named:
        return True
    known = [facts_of(cell.text, lexicon) for cell in cells if len(cell.text) <= _LONGEST]
    return sum(bool(one.unit or one.indicator or one.time) for one in known) >= 2


def _last_of(grid: Grid, first: int, lexicon: Lexicon) -> int:
    """The last row of a heading that begins here."""
    labels = _label_places(grid.rows[first])
    last = first
    for place in range(first + 1, min(first + 6, len(grid.rows))):
        row = grid.rows[place]
        own = [cell for cell in row if cell.text.strip() and not cell.covered_from_above]
        if own and is_numbering(own):
            return place
        numbers = any(
            amounts.is_number(cell.text) and times.whole(cell.text) is None for cell in own
        )
        if not own:
            if any(cell.text.strip() for cell in row):  # all covered by a merge from above
                last = place
                continue
            break
        beside = [cell for cell in own if cell.col in labels and cell.merged_from is None]
        more = not labels and _is_head(row, lexicon, again=True)
        if numbers or (beside and not more) or all(amounts.is_nothing(c.text) for c in own):
            break
        if not labels and not more and not _under_head(row, lexicon):
            break
        labels |= _label_places(row)
        last = place
    return last


def _under_head(row: Sequence[Cell], lexicon: Lexicon) -> bool:
    cells = [cell for cell in row if cell.text.strip() and cell.merged_from is None]
    known = (facts_of(cell.text, lexicon) for cell in cells)
    return bool(cells) and all(one.role or one.time or one.indicator for one in known)


def _label_places(row: Sequence[Cell]) -> set[int]:
    return {cell.col for cell in row if kind_of(cell.text) in LABELS and cell.merged_from is None}


def _columns(grid: Grid, head: Head, lexicon: Lexicon) -> dict[int, Facts]:
    """The facts of each column from the stack of headings above it."""
    found: dict[int, Facts] = {}
    for col in range(grid.width):
        stack = _stack(grid, head, col)
        if stack:
            found[col] = _stacked(stack, grid, lexicon)
    return found


def _stack(grid: Grid, head: Head, col: int) -> list[Cell]:
    """The headings above a column, from the top, each once; an empty one goes on to its left."""
    found: list[Cell] = []
    for place in range(head.first, head.last + 1):
        row = grid.rows[place]
        cell = row[col]
        if not cell.text.strip() and place < head.last and cell.merged_from is None:
            below = any(
                one[col].text.strip() and not is_numbering(one)
                for one in grid.rows[place + 1 : head.last + 1]
            )
            left = next((row[c] for c in range(col - 1, -1, -1) if row[c].text.strip()), None)
            if below and left is not None and kind_of(left.text) not in LABELS:
                cell = left
        if not cell.text.strip() or cell.covered_from_above:
            continue
        if is_numbering(row) and place > head.first:
            continue
        found.append(cell)
    return found


def _stacked(stack: Sequence[Cell], grid: Grid, lexicon: Lexicon) -> Facts:
    """The facts of headings one under the other, the lower one the more exact."""
    whole = Facts()
    for cell in stack:
        words = cell.text
        if whole.kind == PERIOD and words.strip().isdecimal():
            words = f"{whole.texts[-1]} {words}"  # “Tháng” over 1, 2, 3 …
        one = facts_of(words, lexicon, whole)
        _lay_over(whole, one)
        whole.where = grid.where(*(cell.merged_from or (cell.row, cell.col)))
        whole.texts.append(cell.text)
    return whole


def _lay_over(whole: Facts, one: Facts) -> None:
    if one.time is not None and whole.time is not None and one.time.kind == "year":
        one.time = None if whole.time.kind != "year" else one.time
    if one.time is not None and one.time.year is None and whole.year is not None:
        one.year = whole.year
    known = one.indicator or one.unit or one.time or one.role
    whole.unit = one.unit or whole.unit
    whole.indicator = one.indicator or whole.indicator
    whole.time = one.time or whole.time
    whole.year = one.year or whole.year
    whole.role = one.role or whole.role
    whole.way = one.way or whole.way
    whole.bases = one.bases or whole.bases
    if known:
        whole.kind = ""
    elif one.kind:
        whole.kind = one.kind
    if (
        one.unit
        or one.indicator
        or one.bases
        or ((one.time or one.role) and not one.unknown and not (whole.hit and whole.hit.candidates))
    ):
        whole.unknown, whole.hit, whole.hit_kind = "", None, ""
    elif one.unknown and not one.kind:
        whole.unknown, whole.hit, whole.hit_kind = one.unknown, one.hit, one.hit_kind

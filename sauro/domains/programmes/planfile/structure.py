"""Groups and items of a plan put together from its rows: nesting, continuations, merged lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sauro.engines import text as vn
from sauro.engines.office.grid import Grid

from . import gluing, headers, lines, numbers
from .lines import Line, Reader
from .numbers import ARABIC, BULLET, DOTTED, LETTER, NAMED, PLAIN, ROMAN, SUB, Number
from .problems import Problem, problem

_AGENCY_KINDS = frozenset({headers.LEAD, headers.COORDINATE, headers.ROLES, headers.MONITOR})
_MEASURES = frozenset({headers.YEAR, headers.VALUE, headers.UNIT, headers.BASELINE, headers.PERIOD})
_INHERITED = (headers.LEAD, headers.COORDINATE, headers.MONITOR, headers.ROLES)
_CAPTION = re.compile(
    r"(?:(?:muc tieu|chi tieu|giai doan|tam nhin|phan dau)\b.{0,40})?\b(?:den |toi )?(?:het )?nam 20\d\d\b.{0,30}"
    r"|(?:nhom|linh vuc|tru cot|phan thu|muc tieu|giai doan)\b.*|ve .*|cac chi tieu .*|chi tieu .{0,40}"
)
_SENTENCE_END = (".", ";", ":", "!", "?", "…")
_MOST_PARTS = 40
_SHORT_CAPTION = 90


@dataclass(slots=True)
class Group:
    """A group being read; `defaults` are texts that hold for its items."""

    number: Number
    title: str
    where: str
    style: str
    parent: int | None
    level: int
    defaults: dict[str, str] = field(default_factory=dict)
    holds_dotted: bool = False


@dataclass(slots=True)
class Item:
    """A task or target being read: its texts by column, and where it stands."""

    reader: Reader
    row: int
    number: Number
    texts: dict[int, str]
    group: int | None
    parent: int | None = None
    content: list[str] = field(default_factory=list)
    parts: int = 0
    table: int = 0

    @property
    def grid(self) -> Grid:
        """The table the item stands in."""
        return self.reader.grid

    @property
    def title_col(self) -> int:
        """The number of its title column."""
        return self.reader.title.col if self.reader.title else 0

    @property
    def where(self) -> str:
        """The place of its first row."""
        return self.grid.where(self.row)

    def text(self, kind: str) -> str:
        """Its text in the first column of a kind."""
        column = self.reader.of(kind)
        return self.texts.get(column.col, "") if column else ""


@dataclass(slots=True)
class Structure:
    """Reads tables of one kind one after the other into groups and items."""

    kind: str
    groups: list[Group] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    last: Item | None = None
    open_group: bool = False
    table: int = 0
    column_group: str = ""
    roman_items: bool = False
    letter: str = ""
    ended: bool = False

    def take(self, reader: Reader, start: int) -> None:
        """Read the rows of a table from a row on."""
        self.table += 1
        self.ended = False
        found = list(reader.lines(start))
        self.roman_items = _romans_are_items(found, reader)
        for place, line in enumerate(found):
            following = found[place + 1] if place + 1 < len(found) else None
            self._take_line(reader, line, following)

    def close_groups(self) -> None:
        """Items that follow belong to no group read so far."""
        self.path, self.last, self.open_group, self.column_group = [], None, False, ""

    def add_caption(self, title: str, where: str) -> None:
        """A group named above a table, not in it."""
        number, rest = numbers.leading(title)
        style = number.style or "caption"
        self._push(number, rest, where, style)

    def _take_line(self, reader: Reader, line: Line, following: Line | None) -> None:
        """Put one row where it belongs."""
        number_col = reader.number.col if reader.number else 0
        if not any(text for col, text in line.texts.items() if col != number_col):
            return
        if self._is_under_table(line):
            if not lines.is_total(line):
                self._unplaced(reader, line)
            return
        self._note_column_group(reader, line)
        group = self._as_group(reader, line, following)
        if group is not None:
            number, title = group
            self._push(number, title, reader.grid.where(line.row), _style_key(number))
            self._group_texts(reader, line)
        elif self._is_part(reader, line):
            self._glue(reader, line)
        else:
            self._add_item(reader, line)

    def _is_under_table(self, line: Line) -> bool:
        """Whether a row is a total, a note or a signature; after one, rows without a title are too."""
        if line.number.text and line.number.style not in {BULLET, SUB}:
            self.ended = False
            return False
        ends = lines.is_total(line) or (
            lines.is_footnote(line) and (line.bare or line.after_gap or self.ended)
        )
        self.ended = ends or (not line.title and (self.ended or line.after_gap))
        return self.ended

    def _note_column_group(self, reader: Reader, line: Line) -> None:
        """A group named in a column of its own begins where its text changes."""
        column = reader.of(headers.GROUP)
        text = line.texts.get(column.col, "") if column else ""
        if not text or text == self.column_group or line.band:
            return
        self.column_group = text
        number, title = numbers.leading(" ".join(text.split()))
        if not number.text and reader.group_numbers:
            number = line.number
        self._push(number, title, reader.grid.where(line.row), "column")

    def _as_group(self, reader: Reader, line: Line, following: Line | None) -> tuple[Number, str] | None:
        """Number and title when the row names a group."""
        number, title = line.number, " ".join(line.title.split())
        bare = line.band or self._bare(reader, line)
        if not number.text and bare:
            number, title = numbers.leading(title, previous_letter=self.letter)
        elif number.style in {ROMAN, LETTER}:
            number = numbers.read(line.number_text, previous_letter=self.letter)
        if not title or (line.title_col in line.covered):
            return None
        if number.style in {ROMAN, LETTER, NAMED}:
            named_in_title = number.text and not line.number.text
            if (self.roman_items and not bare) or (named_in_title and not bare):
                return None
            if number.style == LETTER:
                self.letter = number.text
            return number, title
        if not bare or number.style in {SUB, BULLET}:
            return None
        if number.style in {ARABIC, DOTTED}:
            return (number, title) if self._heads_children(line, number, title, following) else None
        return (Number("", PLAIN), title) if self._is_caption(reader, line, title, following) else None

    def _bare(self, reader: Reader, line: Line) -> bool:
        """Whether the row holds nothing that an item of its own would hold."""
        if line.bare:
            return True
        if self.kind != headers.TARGETS or self._figure_in(line.title):
            return False
        kinds = {column.kind for column in reader.columns if column.col in line.data}
        return not kinds & _MEASURES

    def _figure_in(self, title: str) -> bool:
        """Whether a title states a figure itself: "đạt trên 80%"."""
        return bool(re.search(r"\d", re.sub(r"(?:năm\s+)?20\d\d|5G|4G", "", title)))

    def _heads_children(self, line: Line, number: Number, title: str, following: Line | None) -> bool:
        """Whether an item number without data stands over the rows below it."""
        if line.band:
            return True
        if following is None or (self.kind == headers.TARGETS and self._figure_in(title)):
            return False
        below = following.number
        if below.style == DOTTED and below.parent == number.text:
            return True
        restarts = below.style == ARABIC and below.text == "1" and number.style == ARABIC and line.bare
        return restarts and (line.bold or bool(self.path)) and not following.bare and line.bold

    def _is_caption(self, reader: Reader, line: Line, title: str, following: Line | None) -> bool:
        """Whether a row with a title alone, and no number, names a group."""
        if title[:1] in "-–+•*(" or title[:1].islower():
            return False
        if line.bold or title.isupper() or _CAPTION.fullmatch(vn.fold(title).strip(" .:")) and line.band:
            return True
        if line.band:
            return not self._band_goes_on(title)
        short = len(title) < 200 and not title.endswith((";", ","))
        if self.last is None:
            return short and following is not None and not self.open_group
        if self.kind == headers.TARGETS and _CAPTION.fullmatch(vn.fold(title).strip(" .:")):
            return True
        if reader.number is None:
            return following is not None and not following.bare and short
        finished = not self.last.text(headers.TITLE) or self.last.text(headers.TITLE).endswith(_SENTENCE_END)
        restarts = following is not None and following.number.text == "1"
        return (finished and restarts) or bool(_CAPTION.fullmatch(vn.fold(title))) and restarts

    def _band_goes_on(self, title: str) -> bool:
        """Whether a merged row without a number continues the item above: its sentence was not over."""
        before = self.last.texts.get(self.last.title_col, "") if self.last else ""
        if not before or before.endswith((".", "!", "?")):
            return False
        if before.endswith((";", ",", ":", "-")):
            return True
        numbered = any(self.groups[index].number.text for index in self.path)
        return numbered and (len(title) > _SHORT_CAPTION or ";" in title)

    def _push(self, number: Number, title: str, where: str, style: str) -> None:
        """Open a group under the groups that it stands under."""
        for place, index in enumerate(self.path):
            same = self.groups[index].style == style
            if same or (number.style == ARABIC and self.groups[index].style.startswith("dotted")):
                self.path = self.path[:place]
                break
        if number.style == LETTER:
            self.letter = number.text
        parent = self.path[-1] if self.path else None
        self.groups.append(Group(number, title, where, style, parent, len(self.path) + 1))
        self.path.append(len(self.groups) - 1)
        self.last, self.open_group = None, True
        if style != "column":
            self.column_group = ""

    def _group_texts(self, reader: Reader, line: Line) -> None:
        """Texts beside a group's title: the end of the row above, defaults for the items, or a remark."""
        group = self.groups[-1]
        previous = self.items[-1] if self.items else None
        for column in reader.columns:
            text = line.texts.get(column.col, "")
            if column.col not in line.data or not text:
                continue
            before = previous.texts.get(column.col, "") if previous and previous.reader is reader else ""
            place = reader.grid.where(line.row, column.col, column.heading)
            if before and gluing.repeats(before, text):
                self._problem("row_repeated", reader, line, place, text=text, heading=column.heading)
            elif before and text[:1].islower() and previous is not None:
                previous.texts[column.col] = gluing.join(before, text)
                self._problem("row_joined", reader, line, place, number=previous.number.text)
            elif column.kind in _INHERITED:
                group.defaults[column.kind] = text
            else:
                self._problem("group_text", reader, line, place, text=text)

    def _is_part(self, reader: Reader, line: Line) -> bool:
        """Whether the row goes on with the item, or the group title, above it."""
        own = lines.own_texts(line)
        number_col = reader.number.col if reader.number else 0
        numbered = bool(line.number.text) and number_col not in line.covered
        if self.last is None:
            return self.open_group and not numbered and self._bare(reader, line) and line.title[:1].islower()
        if line.title_col in line.covered:
            return not numbered
        if numbered:
            return line.number.style in {BULLET, SUB} and not self._stands_alone(reader, line)
        if not own.get(line.title_col):
            return True
        if line.title[:1] in "-–+•*":
            return not self._stands_alone(reader, line)
        if reader.number is not None and number_col in line.covered:
            return not self._stands_alone(reader, line)
        return not self._looks_new(reader, line, own)

    def _stands_alone(self, reader: Reader, line: Line) -> bool:
        """Whether a row has an agency, a time or a figure of its own."""
        kinds = {column.kind for column in reader.columns if column.col in line.data}
        wanted = {headers.LEAD, headers.ROLES, headers.DEADLINE, *_MEASURES}
        return bool(kinds & wanted)

    def _looks_new(self, reader: Reader, line: Line, own: dict[int, str]) -> bool:
        """Whether a row without a number is nevertheless an item of its own."""
        last = self.last
        if last is None:
            return True
        if any(text[:1].islower() for col, text in own.items() if col in line.data | {line.title_col} and _is_prose(reader, col)):
            return False
        title = last.texts.get(line.title_col, "")
        if gluing.overlap(title, line.title):
            return False
        if reader.number is None:
            return bool(line.data) or title.endswith(_SENTENCE_END) or not line.title[:1].islower()
        kinds = {column.kind for column in reader.columns if column.col in line.data}
        timed = kinds & {headers.DEADLINE, headers.RESULT, headers.YEAR, headers.VALUE}
        led = kinds & {headers.LEAD, headers.ROLES, headers.UNIT}
        return bool(timed and led)

    def _glue(self, reader: Reader, line: Line) -> None:
        """Add a row to the item, or to the group title, above it."""
        if self.last is None:
            group = self.groups[self.path[-1]]
            group.title = gluing.join(group.title, line.title)
            return
        item = self.last
        item.parts += 1
        if item.parts > _MOST_PARTS:
            self._unplaced(reader, line)
            return
        if line.title_col not in line.covered:
            self._problem("row_joined", reader, line, number=item.number.text)
        for column in reader.columns:
            text = lines.own_texts(line).get(column.col, "")
            if not text or column.kind in {headers.NUMBER, headers.GROUP}:
                continue
            if column.kind == headers.TITLE and line.number.style in {BULLET, SUB}:
                mark = "-" if line.number.style == BULLET else line.number_text.strip()
                text = f"{mark} {text}"
            self._glue_text(reader, line, column, text)

    def _glue_text(self, reader: Reader, line: Line, column: headers.Column, text: str) -> None:
        """Add a text to a column of the last item, unless it only repeats what stands there or beside."""
        item = self.last
        if item is None:
            return
        before = item.texts.get(column.col, "")
        place = reader.grid.where(line.row, column.col, column.heading)
        if before and (gluing.repeats(before, text) or (line.title_col in line.covered and text in before)):
            self._problem("row_repeated", reader, line, place, text=text, heading=column.heading)
            return
        if not gluing.overlap(before, text):
            beside = _column_repeated(reader, item, column, text)
            if beside is not None:
                self._problem("row_repeated", reader, line, place, text=text, heading=beside.heading)
                return
        if line.title_col in line.covered and before and column.kind != headers.TITLE:
            item.texts[column.col] = f"{before.rstrip(';,. ')}; {text}"
        else:
            item.texts[column.col] = gluing.join(before, text, lists=column.kind in _AGENCY_KINDS)

    def _add_item(self, reader: Reader, line: Line) -> None:
        """A new item with its place in the tree."""
        number = line.number
        if reader.group_numbers or (reader.number is not None and reader.number.col in line.covered):
            number = Number()
        texts = dict(line.texts)
        if line.band and line.title:
            texts[line.title_col] = line.title
        if reader.number is None and line.title:
            number, title = numbers.leading(line.title)
            if number.style in {ARABIC, DOTTED}:
                texts[line.title_col] = title
            else:
                number = Number()
        number = self._with_lost_zero(number)
        self._leave_groups(number)
        item = Item(reader, line.row, number, texts, self.path[-1] if self.path else None, table=self.table)
        item.parent = self._parent_of(item, line)
        if texts.get(line.title_col):
            texts[line.title_col] = texts[line.title_col].lstrip("-–+•*· ")
        self.items.append(item)
        self.last, self.open_group = item, False

    def _leave_groups(self, number: Number) -> None:
        """Close a group "11" that holds 11.1 and 11.2 when 12 or 12.1 comes."""
        while self.path:
            group = self.groups[self.path[-1]]
            if group.number.style not in {ARABIC, DOTTED}:
                return
            if number.style == DOTTED and number.parent == group.number.text:
                group.holds_dotted = True
                return
            if not group.holds_dotted or number.style not in {ARABIC, DOTTED}:
                return
            self.path.pop()

    def _with_lost_zero(self, number: Number) -> Number:
        """Excel shows 1.10 typed as a number as 1.1: after 1.9 it is read as 1.10."""
        before = self.items[-1].number.text if self.items else ""
        if number.style == DOTTED and re.fullmatch(r"\d+\.[1-9]", number.text) and before.endswith("9"):
            stem, _, digit = number.text.rpartition(".")
            if before == f"{stem}.{int(digit) * 10 - 1}":
                return Number(f"{number.text}0", DOTTED)
        return number

    def _parent_of(self, item: Item, line: Line) -> int | None:
        """The item that this one is a part of."""
        style = item.number.style
        title = item.texts.get(line.title_col, "")
        if style == DOTTED:
            return self._latest(lambda other: other.number.text == item.number.parent, item)
        numbered = item.reader.number is not None and not item.reader.group_numbers
        covered = numbered and item.reader.number is not None and item.reader.number.col in line.covered
        if style in {SUB, BULLET} or covered or (not style and title[:1] in "-–+•"):
            return self._latest(lambda other: other.number.style in {ARABIC, DOTTED, ROMAN}, item)
        return None

    def _latest(self, fits: Callable[[Item], bool], item: Item) -> int | None:
        """The latest item of the same group that fits."""
        for index in range(len(self.items) - 1, max(-1, len(self.items) - 200), -1):
            if self.items[index].group != item.group:
                return None
            if fits(self.items[index]):
                return index
        return None

    def _unplaced(self, reader: Reader, line: Line) -> None:
        """Report a row that is no part of the plan."""
        text = next((text for text in line.texts.values() if text), line.title)
        self._problem("row_unplaced", reader, line, text=text[:120])

    def _problem(self, code: str, reader: Reader, line: Line, where: str = "", **params: object) -> None:
        """Report a problem of a row."""
        row = reader.grid.where(line.row)
        self.problems.append(problem(code, where or row, row=row, **params))


def _style_key(number: Number) -> str:
    """What groups of one rank have in common."""
    return f"dotted{number.text.count('.')}" if number.style == DOTTED else number.style or PLAIN


def _is_prose(reader: Reader, col: int) -> bool:
    """Whether a lower-case start in a column means a continued sentence."""
    kinds = {column.kind for column in reader.columns if column.col == col}
    return not kinds & {headers.DEADLINE, headers.UNIT, headers.NOTE, headers.YEAR, headers.VALUE, headers.RESULT}


def _column_repeated(reader: Reader, item: Item, column: headers.Column, text: str) -> headers.Column | None:
    """Another column whose end a text only repeats: the break moved it to the wrong column."""
    for other in reader.columns:
        if other.col != column.col and len(text) > 8 and gluing.repeats(item.texts.get(other.col, ""), text):
            return other
    return None


def _romans_are_items(found: Sequence[Line], reader: Reader) -> bool:
    """Whether a table numbers its items, not its groups, by roman numerals or letters."""
    del reader
    marked = [line for line in found if line.number.style in {ROMAN, LETTER}]
    plain = [line for line in found if line.number.style in {ARABIC, DOTTED}]
    full = [line for line in marked if len(line.data) > 1]
    return bool(marked) and not plain and len(full) * 2 > len(marked)

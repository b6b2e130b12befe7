"""Groups and items while a plan is being read, and what reading has to remember."""

from __future__ import annotations

from dataclasses import dataclass, field

from sauro.engines.office.grid import Grid

from . import numbers
from .lines import Line, Reader
from .numbers import ARABIC, DOTTED, LETTER, PLAIN, Number
from .problems import Problem, problem


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
    parts: int = 0

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
    """The groups and items of one kind, read table after table.

    `path` holds the open groups from the outermost in; `last` the item that a row may go on with.
    """

    kind: str
    groups: list[Group] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    last: Item | None = None
    open_group: bool = False
    column_group: str = ""
    roman_items: bool = False
    letter: str = ""
    ended: bool = False
    reader: Reader = field(init=False)

    def close_groups(self) -> None:
        """Items that follow belong to no group read so far."""
        self.path, self.last, self.open_group, self.column_group = [], None, False, ""

    def add_caption(self, title: str, where: str) -> None:
        """A group named above a table, not in it."""
        number, rest = numbers.leading(title)
        self.push(number, rest, where, number.style or "caption")

    def push(self, number: Number, title: str, where: str, style: str = "") -> None:
        """Open a group under the groups that it stands under."""
        style = style or _style_key(number)
        for place, index in enumerate(self.path):
            above = self.groups[index].style
            if above == style or (number.style == ARABIC and above.startswith(DOTTED)):
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

    def place(self, line: Line, col: int = 0, heading: str = "") -> str:
        """Where a row, or a cell of it, stands."""
        return self.reader.grid.where(line.row, col, heading)

    def report(self, code: str, line: Line, where: str = "", **params: object) -> None:
        """Report a problem of a row."""
        row = self.place(line)
        shown = {name: str(value) for name, value in params.items()}
        self.problems.append(problem(code, where or row, row=row, params=shown))

    def unplaced(self, line: Line) -> None:
        """Report a row that is no part of the plan."""
        text = next((text for text in line.texts.values() if text), line.title)
        self.report("row_unplaced", line, text=text[:120])


def _style_key(number: Number) -> str:
    """What groups of one rank have in common."""
    return f"dotted{number.text.count('.')}" if number.style == DOTTED else number.style or PLAIN

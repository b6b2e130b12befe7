"""Tables of a Word document as grids: text as shown, list numbers, merges, bold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from . import grid, word_lists
from .grid import Cell, CellNote, Grid, Limits, OfficeError
from .package import Package
from .word_lists import Lists, value

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
_HIDDEN = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "footnoteReference"}
)
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_TITLE_LINES = 15
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class _Box:
    """One cell as stored: its horizontal extent, its text, and how it merges downwards."""

    left: int
    right: int
    text: str
    bold: bool
    merge: str = ""
    encoding: str = ""


@dataclass(slots=True)
class _Document:
    """What reading a document needs to carry along."""

    limits: Limits
    lists: Lists
    bold_styles: frozenset[str]
    grids: list[Grid] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    tables: int = 0
    cells: int = 0


def read_document(package: Package, limits: Limits) -> list[Grid]:
    """One grid per top-level table that holds something, with the paragraphs before it."""
    root = package.xml(package.main)
    if root is None:
        raise OfficeError("corrupt", where=package.main)
    styles = package.xml(package.companion("styles")) if package.companion("styles") else None
    numbering = (
        package.xml(package.companion("numbering")) if package.companion("numbering") else None
    )
    document = _Document(limits, word_lists.read_lists(numbering, styles), _bold_styles(styles))
    body = next(root.iter("{*}body"), None)
    if body is None:
        raise OfficeError("corrupt", where=package.main)
    for block in _unwrapped(body, {"p", "tbl"}):
        if _tag(block) == "tbl":
            _take_table(document, block)
        else:
            document.titles += grid.tidy(_paragraph(document, block)[0]).text.splitlines()
    return document.grids


def _bold_styles(styles: etree._Element | None) -> frozenset[str]:
    """Styles whose text is bold."""
    if styles is None:
        return frozenset()
    return frozenset(
        value(style, "styleId")
        for style in styles.iterfind("{*}style")
        if (mark := style.find("{*}rPr/{*}b")) is not None and value(mark) not in _OFF
    )


def _tag(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _unwrapped(parent: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
    """Children of some names, also those inside content controls and accepted insertions."""
    for child in parent:
        tag = _tag(child)
        if tag in wanted:
            yield child
        elif tag in _WRAPPERS:
            yield from _unwrapped(child, wanted)


def _take_table(document: _Document, table: etree._Element) -> None:
    """Add the grid of a table and begin collecting titles anew."""
    document.tables += 1
    if document.tables > document.limits.tables:
        raise OfficeError("too_many_tables", limit=document.limits.tables)
    found = Grid(f"Bảng {document.tables}", [], titles=document.titles[-_TITLE_LINES:])
    positions = _positions(table)
    lines = [
        _boxes(document, row, positions)
        for row in _unwrapped(table, {"tr"})
        if row.find("{*}trPr/{*}del") is None
    ]
    document.cells += sum(map(len, lines))
    limits = document.limits
    if len(lines) > limits.rows:
        raise OfficeError("too_many_rows", where=found.name, found=len(lines), limit=limits.rows)
    if document.cells > limits.cells:
        raise OfficeError("too_many_cells", where=found.name, limit=limits.cells)
    edges = _edges(lines)
    if len(edges) - 1 > limits.columns:
        raise OfficeError(
            "too_many_columns", where=found.name, found=len(edges) - 1, limit=limits.columns
        )
    found.rows = _rows(found, lines, edges)
    if any(cell.text for row in found.rows for cell in row):
        document.grids.append(found)
        document.titles = []


def _positions(table: etree._Element) -> list[int]:
    """The left edge of each column of the table's own grid, in twentieths of a point."""
    positions = [0]
    for column in table.iterfind("{*}tblGrid/{*}gridCol"):
        width = value(column, "w")
        positions.append(
            positions[-1] + max(int(width) if width.isdecimal() and len(width) < 7 else 0, 1)
        )
    return positions


def _at(positions: list[int], column: int) -> int:
    """Where a grid column begins; columns past the declared grid are one unit wide."""
    last = len(positions) - 1
    return positions[column] if column <= last else positions[last] + column - last


def _boxes(document: _Document, row: etree._Element, positions: list[int]) -> list[_Box]:
    """The cells of a row with the horizontal extent that the table's own grid gives them."""
    column = _count(row.find("{*}trPr/{*}gridBefore"), 0)
    boxes: list[_Box] = []
    for item in _unwrapped(row, {"tc"}):
        left = _at(positions, column)
        column += _count(item.find("{*}tcPr/{*}gridSpan"), 1)
        right = _at(positions, column)
        mark = item.find("{*}tcPr/{*}vMerge")
        merge = "" if mark is None else value(mark) or "continue"
        text, bold = ("", False) if merge == "continue" else _content(document, item)
        reading = grid.tidy(text)
        across = item.find("{*}tcPr/{*}hMerge")
        if across is not None and value(across) != "restart" and boxes:
            boxes[-1] = replace(boxes[-1], right=right)
        else:
            boxes.append(_Box(left, right, reading.text, bold, merge, reading.encoding))
    return boxes


def _count(element: etree._Element | None, default: int) -> int:
    """A small count written in an attribute."""
    text = value(element)
    return min(int(text), 500) if text.isdecimal() and len(text) < 6 else default


def _content(document: _Document, cell: etree._Element) -> tuple[str, bool]:
    """The text of a cell, one line a paragraph, and whether all of it is bold."""
    lines: list[str] = []
    bolds: list[bool] = []
    for block in _unwrapped(cell, {"p", "tbl"}):
        if _tag(block) == "p":
            text, bold = _paragraph(document, block)
            if text.strip():
                lines.append(text)
                bolds.append(bold)
        else:
            for inner in block.iter("{*}tc"):
                lines.append(_content(document, inner)[0])
                bolds.append(False)
    return "\n".join(lines), bool(bolds) and all(bolds)


def _paragraph(document: _Document, paragraph: etree._Element) -> tuple[str, bool]:
    """The text of a paragraph with its list number, and whether all of it is bold."""
    style = value(paragraph.find("{*}pPr/{*}pStyle"))
    pieces = list(_runs(paragraph, style in document.bold_styles))
    text = "".join(piece for piece, _bold in pieces)
    bold = all(bold for piece, bold in pieces if piece.strip())
    label = _label(document.lists, paragraph, style)
    if label and (text.strip() or label != "-"):
        text = f"{label} {text}"
    return text, bold


def _label(lists: Lists, paragraph: etree._Element, style: str) -> str:
    """The list number of a paragraph, from its own properties or its style's."""
    properties = paragraph.find("{*}pPr/{*}numPr")
    if properties is not None:
        number = value(properties.find("{*}numId"))
        return "" if number == "0" else lists.label(number, _count(properties.find("{*}ilvl"), 0))
    used = lists.by_style.get(style)
    return lists.label(*used) if used else ""


def _runs(parent: etree._Element, bold: bool) -> Iterator[tuple[str, bool]]:
    """Pieces of visible text in order, each with whether it is bold."""
    for child in parent:
        tag = _tag(child)
        if tag == "t":
            yield child.text or "", bold
        elif tag in _BREAKS:
            yield _BREAKS[tag], bold
        elif tag == "r":
            if child.find("{*}rPr/{*}vanish") is None:
                mark = child.find("{*}rPr/{*}b")
                yield from _runs(child, bold if mark is None else value(mark) not in _OFF)
        elif tag and tag not in _HIDDEN:
            yield from _runs(child, bold)


def _edges(lines: list[list[_Box]]) -> list[int]:
    """Left edges of the columns people see, and the right edge of the last one.

    Resized tables have many hidden grid columns; the most frequent row shape shows the real ones.
    """
    sizes = Counter(len(line) for line in lines if line)
    if not sizes:
        return [0]
    size = max(sizes, key=lambda number: (sizes[number], number))
    model = next(line for line in lines if len(line) == size)
    return [box.left for box in model] + [model[-1].right]


def _rows(found: Grid, lines: list[list[_Box]], edges: list[int]) -> list[list[Cell]]:
    """Rows of cells by visible column; a merge downwards repeats the text of its first cell."""
    width = len(edges) - 1
    open_merges: dict[int, Cell] = {}
    rows: list[list[Cell]] = []
    for number, line in enumerate(lines, 1):
        cells = [Cell("", number, col) for col in range(1, width + 1)]
        for order, box in enumerate(line):
            first, last = (order, order + 1) if len(line) == width else _columns(box, edges)
            cell = _merged(
                box, Cell(box.text, number, first + 1, last - first, is_bold=box.bold), open_merges
            )
            if box.encoding:
                found.notes.append(CellNote("legacy", number, first + 1, box.encoding))
            _place(cells, cell)
        rows.append(cells)
    return rows


def _columns(box: _Box, edges: list[int]) -> tuple[int, int]:
    """First visible column of a cell and the one after its last, by the nearest edges."""
    last = len(edges) - 1
    first = min(range(last), key=lambda place: abs(edges[place] - box.left))
    after = min(range(1, last + 1), key=lambda place: abs(edges[place] - box.right))
    return first, max(after, first + 1)


def _merged(box: _Box, cell: Cell, open_merges: dict[int, Cell]) -> Cell:
    """The cell as part of a merge downwards that it begins or continues, if any."""
    anchor = open_merges.get(cell.col)
    if box.merge == "continue" and anchor is not None:
        return cell._replace(text=anchor.text, merged_from=(anchor.row, anchor.col))
    open_merges.pop(cell.col, None)
    if box.merge == "restart":
        open_merges[cell.col] = cell
    return cell


def _place(cells: list[Cell], cell: Cell) -> None:
    """Put a cell into its row; columns that it covers point back at it."""
    already = cells[cell.col - 1]
    if already.text and already.text != cell.text:
        cell = cell._replace(text=f"{already.text}\n{cell.text}".strip())
    cells[cell.col - 1] = cell
    for col in range(cell.col + 1, cell.col + cell.span):
        cells[col - 1] = Cell(
            cell.text, cell.row, col, merged_from=cell.merged_from or (cell.row, cell.col)
        )

"""Tables of figures as officers make them: one layout after the other, from the same figures."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from sauro.domains.indicators.foreign import reading
from sauro.domains.indicators.foreign.shapes import Fate, Known, KnownIndicator, KnownUnit
from sauro.engines.office.reading import read_tables
from sauro.engines.office.tests import books

YEAR = 2025
JUNE = YEAR * 12 + 5
UNITS = (
    KnownUnit("X1", "UBND xã Đông Hải"),
    KnownUnit("X2", "UBND xã Tân Thành", ("Tân Thành cũ",)),
    KnownUnit("X3", "UBND phường Trảng Bom"),
    KnownUnit("X4", "UBND phường Bình Lộc"),
)
INDICATORS = (
    KnownIndicator("HV", "Số người học bình dân học vụ số", unit="người", whole=True),
    KnownIndicator(
        "CQ", "Tỷ lệ hộ có cáp quang", "", "Tổng số hộ dân cư", "%", "ratio", "periodic"
    ),
    KnownIndicator("TO", "Tổ công nghệ số cộng đồng", unit="tổ"),
    KnownIndicator("HS", "Hồ sơ trực tuyến toàn trình", unit="hồ sơ", over_time="cumulative"),
)
NATIONAL = (
    ["UBND TỈNH LÚA VÀNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["SỞ KHOA HỌC VÀ CÔNG NGHỆ", None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
)
FOOTER = (
    [],
    [None, None, "Lúa Vàng, ngày 4 tháng 7 năm 2025"],
    ["Người lập biểu", None, "TM. ỦY BAN NHÂN DÂN"],
    [None, None, "CHỦ TỊCH"],
)


@dataclass
class Sheet:
    """Rows and merged areas of a sheet."""

    rows: list = field(default_factory=list)
    merges: list = field(default_factory=list)
    name: str = "Sheet1"

    def add(self, *rows):
        self.rows += [list(row) for row in rows]
        return self

    @property
    def next(self):
        """The number of the row that comes next, as a spreadsheet counts."""
        return len(self.rows) + 1

    def data(self):
        book = books.empty()
        page = book.active
        page.title = self.name
        for row in self.rows:
            page.append(row)
        for area in self.merges:
            page.merge_cells(area)
        return books.saved(book)


def known(periodicity="month", **more):
    return Known(INDICATORS, UNITS, periodicity, above=("Tỉnh Lúa Vàng", "Lúa Vàng"), **more)


def read(sheet, file_name="a.xlsx", **more):
    data = sheet.data() if isinstance(sheet, Sheet) else sheet
    [grid, *_rest] = read_tables(data, file_name)
    return reading.read_sheet(grid, known(**more), file_name)


def figures(table):
    """What was read: amounts by unit, indicator, period and role."""
    return {
        (one.unit, one.indicator, one.period, one.role): one.amount
        for one in table.cells
        if one.fate == Fate.READ
    }


def refused(table):
    return {one.where.split("!")[1]: one.why for one in table.cells if one.fate == Fate.REFUSED}


def ignored(table):
    return {
        one.where.split("!")[1]: one.why
        for one in table.cells
        if one.fate == Fate.IGNORED and one.in_area
    }


def nfd(words):
    return unicodedata.normalize("NFD", words)


NAMES = {unit.code: unit.name for unit in UNITS}
TITLES = {one.code: one.name for one in INDICATORS}
SHORT = {"X1": "Xã Đông Hải", "X2": "Tân Thành", "X3": "P. Trảng Bom", "X4": "phuong Binh Loc"}


def vietnamese(number):
    """A figure as text: 1.234,5."""
    whole, _mark, rest = f"{number:,}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest and rest != "0" else "")


# --- each takes figures {(unit, indicator): (value, base or None)} and the way numbers are written


def units_by_indicators(cells, units, indicators, write, spell=SHORT):
    """(a) rows are units; two rows of headings, plan and done, a group, totals, notes, signatures."""
    sheet = Sheet().add(*NATIONAL, ["BÁO CÁO KẾT QUẢ THÁNG 6/2025"])
    top = sheet.next
    upper, lower, col = ["STT", "Đơn vị"], [None, None], 3
    for code in indicators:
        upper += [TITLES[code], None]
        lower += ["Tử số", "Mẫu số"] if code == "CQ" else ["Kế hoạch", "Thực hiện"]
        sheet.merges.append(f"{_letter(col)}{top}:{_letter(col + 1)}{top}")
        col += 2
    sheet.add([*upper, "Ghi chú"], lower, ["A", "B", *range(1, col - 1)])
    sheet.merges += [f"A{top}:A{top + 1}", f"B{top}:B{top + 1}"]
    sheet.add(["I", "Các xã, phường"])
    for place, unit in enumerate(units, 1):
        row = [place, spell[unit]]
        for code in indicators:
            value, base = cells[unit, code]
            row += [write(value), write(base)] if code == "CQ" else [999, write(value)]
        sheet.add([*row, "đã rà soát"])
    totals = []
    for code in indicators:
        value = sum(cells[unit, code][0] for unit in units)
        base = sum(cells[unit, code][1] or 0 for unit in units)
        totals += [write(value), write(base)] if code == "CQ" else [None, write(value)]
    return sheet.add(["", "Tổng cộng", *totals], *FOOTER)


def indicators_by_units(cells, units, indicators, write, spell=SHORT):
    """(b) rows are indicators, columns are units; the ratio in two rows of its own."""
    sheet = Sheet().add(["Biểu 02"], ["Số liệu tính đến ngày 30/6/2025"], [])
    sheet.add(["TT", "Chỉ tiêu", "ĐVT", *(spell[unit] for unit in units), "Toàn tỉnh"])
    for place, code in enumerate(indicators, 1):
        name = f"{place}. {TITLES[code]}"
        values = [cells[unit, code][0] for unit in units]
        if code == "CQ":
            sheet.add(["", name, "%"])
            sheet.add(["", "- Tử số", "hộ", *map(write, values), None])
            sheet.add(
                ["", "- Mẫu số", "hộ", *(write(cells[unit, code][1]) for unit in units), None]
            )
        else:
            sheet.add([place, name, "", *map(write, values), write(sum(values))])
    return sheet.add(*FOOTER)


def one_unit(cells, units, indicators, write, spell=SHORT):
    """(b) one unit: indicators as rows, what was done in one column among others."""
    sheet = Sheet(name="BC").add([NAMES[units[0]].upper()], [nfd("Tháng 6 năm 2025")], [])
    sheet.add(["STT", "Nội dung", "Đơn vị tính", "Kế hoạch năm", "Thực hiện", "Mẫu số", "Đạt (%)"])
    sheet.add(["I", "CHUYỂN ĐỔI SỐ"])
    for place, code in enumerate(indicators, 1):
        value, base = cells[units[0], code]
        row = [place, nfd(TITLES[code]), "", 100, write(value)]
        sheet.add([*row, write(base) if base else None, "50%"])
    return sheet.add(*FOOTER)


def long_format(cells, units, indicators, write, spell=SHORT):
    """(c) a figure in each row."""
    sheet = Sheet().add(["Mã đơn vị", "Đơn vị", "Mã chỉ tiêu", "Kỳ", "Giá trị", "Mẫu số"])
    for unit in units:
        for code in indicators:
            value, base = cells[unit, code]
            row = [unit, NAMES[unit], code, "T6/2025", write(value)]
            sheet.add([*row, write(base) if base else "-"])
    return sheet


def merged_long(cells, units, indicators, write, spell=SHORT):
    """(c) the name of a unit merged over the rows of its indicators."""
    sheet = Sheet().add(["Kỳ báo cáo: tháng 06/2025"], ["Đơn vị", "Chỉ số", "Kết quả", "Mẫu số"])
    for unit in units:
        first = sheet.next
        for place, code in enumerate(indicators):
            value, base = cells[unit, code]
            name = spell[unit] if place == 0 else None
            sheet.add([name, TITLES[code], write(value), write(base) if base else None])
        if len(indicators) > 1:
            sheet.merges.append(f"A{first}:A{sheet.next - 1}")
    return sheet


LAYOUTS = (units_by_indicators, indicators_by_units, one_unit, long_format, merged_long)


def by_months(values, months, write):
    """(d) one unit: indicators as rows, months as columns below one heading."""
    sheet = Sheet().add(["Đơn vị báo cáo: Xã Đông Hải"], ["NĂM 2025"])
    top = sheet.next
    sheet.add(["TT", "Chỉ tiêu", "Thực hiện các tháng", *[None] * (len(months) - 1), "Cả năm"])
    sheet.add([None, None, *(f"Tháng {month}" for month in months)])
    sheet.merges += [f"A{top}:A{top + 1}", f"B{top}:B{top + 1}"]
    if len(months) > 1:
        sheet.merges.append(f"C{top}:{_letter(2 + len(months))}{top}")
    for place, (code, row) in enumerate(values.items(), 1):
        sheet.add([place, TITLES[code], *map(write, row), write(sum(row))])
    return sheet


def _letter(col):
    return chr(64 + col)

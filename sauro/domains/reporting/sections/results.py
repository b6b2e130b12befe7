"""What was done: totals and comparison, groups, agencies, targets, indicators."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from sauro.domains.reporting.phrases import phrases
from sauro.domains.reporting.rules import phrasing
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.picture import IndicatorRow, Value
from sauro.domains.reporting.rules.subject import agency_of
from sauro.domains.reporting.sections.building import (
    Built,
    day_words,
    figure,
    listed,
    say,
    say_text,
    section,
    task_line,
)
from sauro.engines.office.papers.shapes import (
    Block,
    Column,
    Heading,
    Paragraph,
    Run,
    Table,
)

STATUS_WORDS = {
    "exceeded": "vượt",
    "met": "đạt",
    "on_track": "đúng tiến độ",
    "at_risk": "có nguy cơ không đạt",
    "missed": "không đạt",
    "not_measurable": "chưa đến kỳ đo",
    "no_data": "chưa có số liệu",
}
_COUNTS = (
    ("done", "Đã hoàn thành"),
    ("in_time", "Còn trong hạn"),
    ("due_soon", "Sắp đến hạn"),
    ("no_deadline", "Không thời hạn"),
    ("overdue", "Quá hạn"),
    ("suspended", "Tạm dừng"),
    ("cancelled", "Hủy"),
)


# Millimetres of an upright page; each column holds the longest word of its heading.
_WIDTHS = {
    "done": 14,
    "in_time": 13,
    "due_soon": 11.5,
    "no_deadline": 15.2,
    "overdue": 11.5,
    "suspended": 13.5,
    "cancelled": 11.5,
}


def general(view: View) -> Built:
    """The totals with their comparison."""
    return section("general", "Tình hình chung", _general(view))


def _general(view: View) -> Iterator[Block]:
    if not view.tasks:
        yield say(view, "general.none")
        return
    yield say(view, "general.total")
    yield say(view, "general.share")
    yield say(view, "general.completed" if view.completed else "general.nothing_completed")
    if "before" not in view.past:
        yield say(view, "compare.first")
    for name, past in view.past.items():
        yield say(
            view,
            f"compare.{name}",
            **{f"day_{name}": day_words(past.day)},
            move_done=_move(view, "done", name),
            move_overdue=_move(view, "overdue", name),
        )
    yield _totals_table(view)
    if view.completed:
        yield Paragraph("Các nhiệm vụ hoàn thành trong kỳ:")
        yield listed([task_line(view, row) for row in view.completed])


def _move(view: View, cls: str, name: str) -> str:
    now, then = view.number(f"tasks.{cls}"), view.number(f"{name}.{cls}")
    if now == then:
        return "không thay đổi"
    word = "tăng" if now > then else "giảm"
    return f"{word} {phrasing.counted(Decimal(abs(now - then)))} nhiệm vụ"


def _totals_table(view: View) -> Table:
    heads = {"before": "Kỳ trước", "year_ago": "Cùng kỳ năm trước"}
    columns = [
        Column("Tình trạng", 60),
        Column("Số nhiệm vụ", 30, "right"),
        *(Column(heads[name], 35, "right") for name in view.past),
    ]
    lines = [*_COUNTS, ("total", "Tổng số")]
    table = [
        [
            [Run(label)],
            figure(view, f"tasks.{cls}"),
            *(figure(view, f"{name}.{cls}") for name in view.past),
        ]
        for cls, label in lines
    ]
    return Table(columns, table, "Nhiệm vụ theo tình trạng", (len(lines) - 1,))


def groups(view: View) -> Built:
    """Tasks by the groups of each programme."""
    return section("groups", "Kết quả theo nhóm nhiệm vụ", _groups(view))


def _groups(view: View) -> Iterator[Block]:
    used = {row.group for row in view.tasks}
    for programme in view.picture.programmes:
        rows = [
            (group.id, f"{group.number} {group.title}".strip())
            for group in view.picture.groups
            if group.programme == programme.id and group.id in used
        ]
        if rows:
            yield Heading(programme.title, 2)
            yield _parts_table(view, "group", rows, "Nhóm nhiệm vụ")


def agencies(view: View) -> Built:
    """Tasks by the agency that leads them first."""
    return section("agencies", "Kết quả theo cơ quan chủ trì", _agencies(view))


def _agencies(view: View) -> Iterator[Block]:
    leads = {row.lead for row in view.tasks}
    rows = [(one.id, one.label) for one in view.picture.agencies if one.id in leads]
    if None in leads:
        rows.append((0, "Chưa giao cơ quan chủ trì"))
    if rows:
        yield _parts_table(view, "agency", rows, "Cơ quan chủ trì", total=True)


def _parts_table(
    view: View, what: str, rows: list[tuple[int, str]], title: str, *, total: bool = False
) -> Table:
    columns = [
        Column(title, 45),
        Column("Tổng số", 13, "right"),
        *(Column(label, _WIDTHS[cls], "right") for cls, label in _COUNTS),
        Column("Tỷ lệ hoàn thành (%)", 16.5, "right"),
    ]
    table = [
        [
            [Run(label)],
            figure(view, f"{what}.{pk}.total"),
            *(figure(view, f"{what}.{pk}.{cls}") for cls, _label in _COUNTS),
            figure(view, f"{what}.{pk}.done_share"),
        ]
        for pk, label in rows
    ]
    if total:
        cells = [figure(view, f"tasks.{cls}") for cls in ("total", *(c for c, _l in _COUNTS))]
        table.append([[Run("Cộng")], *cells, figure(view, "tasks.done_share")])
    return Table(columns, table, total_rows=(len(table) - 1,) if total else ())


def targets(view: View) -> Built:
    """The scoreboard of targets in words, with what the forecast says."""
    return section("targets", "Thực hiện các chỉ tiêu", _targets(view))


def _targets(view: View) -> Iterator[Block]:
    if not view.targets:
        yield say(view, "targets.none")
        return
    yield say(view, "targets.score")
    rest = [
        (word, view.number(f"targets.{status}"))
        for status, word in STATUS_WORDS.items()
        if status not in ("exceeded", "met") and view.number(f"targets.{status}")
    ]
    if rest:
        keys = [key for key, word in STATUS_WORDS.items() if word in dict(rest)]
        words = ", ".join(f"{STATUS_WORDS[key]} {{targets.{key}}} chỉ tiêu" for key in keys)
        yield say_text(view, phrases()["targets.rest"].text.replace("{rest}", words))
    for outlook in ("at_risk", "will_miss"):
        rows = [row for row in view.targets if row.outlook == outlook]
        if rows:
            yield say(view, f"targets.outlook_{outlook}")
            yield listed(
                [
                    [
                        Run(
                            f"{_bare(row.title)}: {_bare(row.foreseen or row.last)}",
                            ref=f"target.{row.id}",
                        )
                    ]
                    for row in rows
                ]
            )


def _bare(text: str) -> str:
    return text.strip().rstrip(".;")


def indicators(view: View) -> Built:
    """What units reported in the featured indicators, under their headings."""
    return section("indicators", "Kết quả theo chỉ số báo cáo", _indicators(view))


def _indicators(view: View) -> Iterator[Block]:
    for heading, rows in groupby(view.indicators, lambda row: row.heading):
        if heading:
            yield Heading(heading, 2)
        yield listed([say_indicator(view, row).runs for row in rows], whole=True)


def say_indicator(view: View, row: IndicatorRow) -> Paragraph:
    """The sentence of an indicator, its own where a person gave one: “… {value} …”."""
    stem = f"indicator.{row.code}"
    units = f"{{{stem}.units}}/{row.expected}"
    if row.now.value is None:
        text = phrases()["indicator.missing"].text.replace("{units}", f"{{{stem}.units}}")
        return say_text(view, text, name=row.name, expected=str(row.expected))
    template = row.phrase or phrases()["indicator.plain"].text
    text = template.replace("{value}", f"{{{stem}.now}}").replace("{n}", f"{{{stem}.units}}")
    text = text.replace("{coverage}", f" ({units} đơn vị báo cáo)" if row.expected > 1 else "")
    return say_text(
        view,
        text.replace("{compare}", _against(row, stem)),
        name=row.name,
        unit=row.unit,
        expected=str(row.expected),
        terms=_terms(row.now),
    )


def _against(row: IndicatorRow, stem: str) -> str:
    parts = []
    for name, word in (("before", "kỳ trước"), ("year_ago", "cùng kỳ năm trước")):
        value = getattr(row, name).value
        if value is not None:
            parts.append(f"{word} {{{stem}.{name}}}")
    return f"; {', '.join(parts)}" if parts else ""


def _terms(value: Value) -> str:
    if value.numerator is None or value.denominator is None:
        return ""
    return f"{phrasing.shown(value.numerator)}/{phrasing.shown(value.denominator)}"


def lead_label(view: View, lead: int | None) -> str:
    """The name of a lead agency."""
    found = agency_of(view.picture, lead) if lead else None
    return found.label if found else ""

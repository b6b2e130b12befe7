"""Tasks of a plan from the items of its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from sauro.engines import text as vn

from . import agencies, deadlines, headers
from .agencies import Known, Mention
from .deadlines import Deadline
from .drafts import TaskDraft
from .headers import Column
from .items import Item, Structure
from .numbers import Number
from .problems import Problem, problem

_LIST_LINE = re.compile(r"(?:[-–+•*·▪]|\(?[a-zđ]\)|\(?\d{1,2}[.)]|\([ivx]+\))\s*\S")
_LEAD_LABEL = re.compile(r"chủ trì|phối hợp|đầu mối", re.IGNORECASE)
_FIELDS = {
    headers.RESULT: "result", headers.AUTHORITY: "authority", headers.SUPERVISOR: "supervisor",
    headers.BASIS: "basis", headers.BUDGET: "budget", headers.NOTE: "note", headers.CODE: "code",
}  # fmt: skip
_USED = frozenset(
    {
        *_FIELDS,
        headers.NUMBER,
        headers.TITLE,
        headers.CONTENT,
        headers.GROUP,
        headers.LEAD,
        headers.COORDINATE,
    }
    | {headers.ROLES, headers.DEADLINE, headers.START, headers.PERIOD}
)
_DEADLINE_CODES = {
    "no_such_day": "deadline_no_such_day",
    "several": "deadline_several",
    "year_assumed": "deadline_year_assumed",
}


@dataclass(frozen=True, slots=True)
class Parties:
    """Who leads and who takes part, as written and taken apart."""

    lead_text: str
    leads: tuple[Mention, ...]
    coordinate_text: str
    coordinators: tuple[Mention, ...]


def build(
    structure: Structure, *, default_year: int | None, known: Known | None
) -> tuple[list[TaskDraft], list[Problem]]:
    """The tasks in the order of the file, and what to look at."""
    tasks: list[TaskDraft] = []
    problems: list[Problem] = []
    for item in structure.items:
        task = _task(structure, item, default_year, known)
        if item.parent is not None and not task.lead_text and item.parent < len(tasks):
            above = tasks[item.parent]
            task = replace(task, lead_text=above.lead_text, leads=above.leads)
        tasks.append(task)
        problems += _problems(item, task)
    return tasks, problems


def _task(
    structure: Structure, item: Item, default_year: int | None, known: Known | None
) -> TaskDraft:
    """One task."""
    title, content = split_title(item.text(headers.TITLE))
    more = [
        item.texts.get(column.col, "")
        for column in item.reader.columns
        if column.kind == headers.CONTENT
    ]
    who = parties(structure, item, known)
    fields = {name: _one_line(item.text(kind)) for kind, name in _FIELDS.items()}
    return TaskDraft(
        number=item.number.text,
        title=title,
        content="\n".join(part for part in (content, *more) if part),
        group=item.group,
        parent=item.parent,
        lead_text=who.lead_text,
        leads=who.leads,
        coordinate_text=who.coordinate_text,
        coordinators=who.coordinators,
        deadline=_deadline(item, default_year),
        extra=unused(item, _USED),
        where=item.where,
        **fields,
    )


def split_title(text: str) -> tuple[str, str]:
    """The title in one line, and the list under it."""
    if "\n" not in text:
        return text, ""
    lines = text.split("\n")
    end = next(
        (place for place, line in enumerate(lines) if place and _LIST_LINE.match(line)), len(lines)
    )
    return " ".join(" ".join(lines[:end]).split()), "\n".join(lines[end:])


def _one_line(text: str) -> str:
    """A text whose soft line ends are spaces and whose list lines stay lines."""
    title, rest = split_title(text)
    return f"{title}\n{rest}" if rest else title


def unused(item: Item, used: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Texts of columns that have no field of their own, with their headings."""
    return tuple(
        (column.heading, text)
        for column in item.reader.columns
        if column.kind not in used
        and (text := item.texts.get(column.col, ""))
        and not headers.MARK.fullmatch(text)
    )


def parties(structure: Structure, item: Item, known: Known | None) -> Parties:
    """Lead and coordinating agencies from their columns, or from one column with roles in it."""
    lead = inherited(structure, item, headers.LEAD)
    coordinate = inherited(structure, item, headers.COORDINATE)
    both = inherited(structure, item, headers.ROLES)
    extra_lead, extra_coordinate = agencies.roles(both) if both else ("", "")
    if lead and _LEAD_LABEL.search(lead):
        lead, beside = agencies.roles(lead)
        extra_coordinate = "\n".join(filter(None, (extra_coordinate, beside)))
    lead = _joined(lead, extra_lead)
    coordinate = _joined(_without_label(coordinate), extra_coordinate)
    named = agencies.split(lead, known)
    taking_part = agencies.split(coordinate, known)
    return Parties(
        lead,
        tuple(mention for mention in named if mention.role != "coordinate"),
        coordinate,
        tuple(mention for mention in named if mention.role == "coordinate") + taking_part,
    )


def inherited(structure: Structure, item: Item, kind: str) -> str:
    """The item's text, or the one its group gives to all its items."""
    text = item.text(kind)
    index = item.group
    while not text and index is not None:
        text = structure.groups[index].defaults.get(kind, "")
        index = structure.groups[index].parent
    return text


def _without_label(text: str) -> str:
    """A coordinating cell without "Phối hợp:" before it."""
    return re.sub(r"^\s*(?:cơ quan |đơn vị )?phối hợp\s*:\s*", "", text, flags=re.IGNORECASE)


def _joined(*texts: str) -> str:
    """Texts that are there, one a line."""
    return "\n".join(text for text in texts if text)


def _deadline(item: Item, default_year: int | None) -> Deadline:
    """The deadline of the time columns; marks under months or years count as their phrase."""
    phrase, start = item.text(headers.DEADLINE), item.text(headers.START)
    if headers.MARK.fullmatch(phrase):
        phrase = ""
    phrase = phrase or _marked_periods(item)
    found = deadlines.parse(phrase, default_year=default_year)
    if not start or headers.MARK.fullmatch(start):
        return found
    began = deadlines.parse(start, default_year=default_year).start_on
    both = f"{start} - {phrase}" if phrase else f"Từ {start}"
    if not phrase:
        return deadlines.parse(both, default_year=default_year)
    return _from(found, began, both)


def _from(found: Deadline, began: date | None, phrase: str) -> Deadline:
    """The deadline with the beginning that a column of its own gives."""
    if began is None or found.due_on is None or began > found.due_on:
        return replace(found, phrase=phrase)
    return replace(found, kind="range", start_on=began, phrase=phrase, rule="two_columns")


def _marked_periods(item: Item) -> str:
    """The phrase for marks in columns that stand for months, quarters or years."""
    marked = [
        column
        for column in item.reader.columns
        if column.kind in {headers.PERIOD, headers.YEAR}
        and headers.MARK.fullmatch(item.texts.get(column.col, ""))
    ]
    if not marked:
        return ""
    first, last = _period(marked[0].heading), _period(marked[-1].heading)
    return last if first == last else f"{first} - {last}"


def _period(heading: str) -> str:
    """What a heading says about time: "Thời gian thực hiện 2025 Quý I" is "Quý I/2025"."""
    unit = re.search(
        r"(?:Quý|QUÝ|quý|Q)\.?\s*(?:IV|III|II|I|[1-4])\b|(?:Tháng|tháng|T)\.?\s*\d{1,2}\b", heading
    )
    year = re.search(r"20\d\d", heading)
    return (
        "/".join(part for part in (unit[0] if unit else "", year[0] if year else "") if part)
        or heading
    )


def _problems(item: Item, task: TaskDraft) -> list[Problem]:
    """What to look at in one task."""
    found: list[Problem] = []
    if not task.title:
        found.append(at(item, headers.TITLE, "title_missing"))
    elif task.title.endswith((",", " và", "-")) and not task.content:
        found.append(at(item, headers.TITLE, "title_cut", text=task.title[-40:]))
    for kind, mentions in ((headers.LEAD, task.leads), (headers.COORDINATE, task.coordinators)):
        found += [
            at(item, kind, "agency_incomplete", text=each.text)
            for each in mentions
            if each.incomplete
        ]
    deadline = task.deadline
    if deadline.problem or (deadline.phrase and not deadline.clear and deadline.kind != "none"):
        found.append(_deadline_problem(item, deadline))
    return found


def _deadline_problem(item: Item, deadline: Deadline) -> Problem:
    """What is doubtful about a deadline, with the day that is proposed if there is one."""
    code = _DEADLINE_CODES.get(
        deadline.problem, "deadline_proposed" if deadline.due_on else "deadline_unclear"
    )
    due_on = deadline.due_on
    day = vn.vi_date(due_on) if due_on else ""
    year = due_on.year if due_on else ""
    return at(item, headers.DEADLINE, code, text=deadline.phrase, day=day, year=year)


def at(item: Item, kind: str, code: str, **params: object) -> Problem:
    """A problem in the cell of an item, named by column."""
    return at_column(item, item.reader.of(kind), code, **params)


def at_column(item: Item, column: Column | None, code: str, **params: object) -> Problem:
    """A problem in the cell of an item in one column."""
    heading, col = (column.heading, column.col) if column else ("", 0)
    where = item.grid.where(item.row, col, heading)
    shown = {name: str(value) for name, value in params.items()}
    return problem(code, where, heading, row=item.where, params=shown)


def number_problems(structure: Structure) -> list[Problem]:
    """Numbers that are missing, occur twice, or leave a gap; a nested group takes a number too."""
    groups = {group.number.text for group in structure.groups}
    found: list[Problem] = []
    seen: dict[tuple[object, str], int] = {}
    latest: dict[tuple[object, str], int] = {}
    for item in structure.items:
        number = item.number
        ordinal = number.ordinal
        if not number.text:
            if (
                item.reader.number is not None
                and item.parent is None
                and not item.reader.group_numbers
            ):
                found.append(at(item, headers.NUMBER, "number_missing"))
            continue
        if number.style not in {"arabic", "dotted"} or ordinal is None:
            continue
        place = (item.group, number.text)
        rank = (number.style, number.parent)
        before = latest.get(rank)
        if place in seen:
            found.append(at(item, headers.NUMBER, "number_duplicate", number=number.text))
        elif before is not None and not _follows(number, before, groups):
            shown = f"{number.parent}.{before}" if number.parent else str(before)
            found.append(at(item, headers.NUMBER, "number_gap", before=shown, number=number.text))
        seen[place] = 1
        latest[rank] = ordinal
    return found


def _follows(number: Number, before: int, groups: set[str]) -> bool:
    """Whether a number comes after another without a gap that groups do not fill."""
    stem = f"{number.parent}." if number.parent else ""
    return all(f"{stem}{between}" in groups for between in range(before + 1, number.ordinal or 0))

"""What a table of targets says was reached, and whether that is enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sauro.domains.indicators import rules as indicator_rules
from sauro.engines import text as vn

from . import tasks, values
from .drafts import Result, Value
from .headers import Column
from .items import Item
from .measures import Measures, ResultColumn
from .problems import Problem

_NOT_YET = re.compile(
    r"\b(?:chua (?:den ky|den han|do luong|do duoc|cong bo|co so lieu|danh gia|co ket qua|"
    r"the danh gia|xac dinh|co co so|thong ke|du co so)|khong (?:danh gia|do) duoc|"
    r"cho (?:cong bo|so lieu|danh gia|ket qua))\b"
)
_NOT_MET = re.compile(
    r"\b(?:chua|khong) (?:dat|hoan thanh|ban hanh|xong|thuc hien)\b|^cham\b|\bcham tien do\b|"
    r"^dang (?:thuc hien|trien khai|xay dung|hoan thien|trinh)\b|^(?:chua|khong)$"
)
_MET = re.compile(
    r"(?:da )?(?:dat|vuot|hoan thanh|ban hanh|hoan tat|xong|dua vao (?:van hanh|su dung)|co|x)\b"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What an assessment says; all empty when it says nothing that can be used."""

    met: bool | None = None
    measurable: bool = True

    @property
    def says_something(self) -> bool:
        """Whether it can be used."""
        return self.met is not None or not self.measurable


@dataclass(slots=True)
class Reached:
    """The results of a row, the columns that they account for, and what to look at."""

    results: list[Result]
    used: set[int]
    problems: list[Problem]


def judged(text: str) -> Judged:
    """What a word such as "Chưa đạt", "Vượt" or "Chưa đến kỳ đánh giá" says of a target."""
    plain = vn.fold(text).strip(" .")
    if _NOT_YET.search(plain):
        return Judged(measurable=False)
    if _NOT_MET.search(plain):
        return Judged(met=False)
    return Judged(met=True) if _MET.match(plain) else Judged()


def of_row(item: Item, measures: Measures, value: Value, by_year: Sequence[tuple[int, Value]],
           unit: str) -> Reached:  # fmt: skip
    """The results of one row against the value it is judged by."""
    reached = Reached([], set(), [])
    said = _assessment(item, measures.assessments, reached)
    columns = [one for one in measures.results if item.texts.get(one.column.col)]
    for one in columns:
        _take(item, one, value, dict(by_year), unit, said, reached)
    if not columns and said is not None:
        _take_word(item, measures, said, reached)
    return reached


def _assessment(
    item: Item, columns: Sequence[Column], reached: Reached
) -> tuple[Column, str, Judged] | None:
    """The first assessment of a row that says something; others stay beside the row."""
    for column in columns:
        text = item.texts.get(column.col, "")
        if not text:
            continue
        word = judged(text)
        if word.says_something:
            return column, text, word
        if column.kind == "assessment":
            reached.problems.append(tasks.at_column(item, column, "assessment_unclear", text=text))
    return None


def _take(
    item: Item,
    place: ResultColumn,
    value: Value,
    by_year: dict[int, Value],
    unit: str,
    said: tuple[Column, str, Judged] | None,
    reached: Reached,
) -> None:
    """The result of one column."""
    column = place.column
    text = " ".join(item.texts[column.col].split())
    if place.on is None:
        reached.problems.append(tasks.at_column(item, column, "result_undated", text=text))
        return
    asked = by_year.get(place.on.year, value)
    read = values.parse(text, unit=unit).value
    in_words = asked.comparator in indicator_rules.IN_WORDS
    figure = None if in_words else read.low
    own = judged(text)
    word = said[2] if said else Judged()
    if figure is None and not word.says_something:
        word = own
    if figure is None and not word.says_something:
        reached.problems.append(tasks.at_column(item, column, "result_unclear", text=text))
        return
    if figure is not None and said and word.met is not None:
        _compare(item, said, asked, figure, place, reached)
    wording = "; ".join(part for part in (text, said[1] if said else "") if part)
    met = word.met if figure is None else None
    measurable = figure is not None or word.measurable
    reached.results.append(Result(place.on, wording, figure, met, measurable))
    reached.used.add(column.col)
    if said:
        reached.used.add(said[0].col)
    for code in read.doubts:
        if code in {"value_ambiguous", "unit_differs", "value_about"}:
            told = {"text": text, "figure": str(read.low), "unit": unit}
            reached.problems.append(tasks.at_column(item, column, code, **told))
    if place.assumed:
        day = vn.vi_date(place.on)
        reached.problems.append(
            tasks.at_column(item, column, "result_day_assumed", text=text, day=day)
        )


def _compare(
    item: Item,
    said: tuple[Column, str, Judged],
    asked: Value,
    figure: object,
    place: ResultColumn,
    reached: Reached,
) -> None:
    """Say so when the assessment and the figure disagree."""
    column, text, word = said
    aim = indicator_rules.Aim(asked.comparator, asked.low, asked.high)
    measured = indicator_rules.Measured(figure)  # type: ignore[arg-type]
    assert place.on is not None
    verdict = indicator_rules.target_status(aim=aim, reading=measured, day=place.on)
    if indicator_rules.faults_of(aim) or verdict.is_reached == word.met:
        return
    reached.problems.append(
        tasks.at_column(item, column, "assessment_differs", text=text, figure=str(figure))
    )


def _take_word(
    item: Item, measures: Measures, said: tuple[Column, str, Judged], reached: Reached
) -> None:
    """An assessment without a result: it counts on the day of the column of results."""
    column, text, word = said
    on = next((one.on for one in measures.results if one.on), None)
    if on is None:
        reached.problems.append(tasks.at_column(item, column, "result_undated", text=text))
        return
    reached.results.append(Result(on, text, None, word.met, word.measurable))
    reached.used.add(column.col)

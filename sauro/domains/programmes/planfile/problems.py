"""What a person must look at in a file: stable code, place, sentence and proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ERROR = "error"
WARNING = "warning"


def _(msgid: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return msgid


# code: (level, what is wrong, what to do)
CATALOGUE: dict[str, tuple[str, str, str]] = {
    "no_table": (
        ERROR,
        _("No table of tasks or targets was found in the file."),
        _(
            "Check that the table has a header row with columns such as Nhiệm vụ, Cơ quan chủ "
            "trì, Thời gian hoàn thành."
        ),
    ),
    "no_rows": (
        ERROR,
        _("The table has a header but no rows."),
        _("Check that the right file was loaded."),
    ),
    "no_header": (
        WARNING,
        _("This table has no header row that could be understood; it was left out."),
        _("If it holds tasks or targets, give its columns their usual names."),
    ),
    "table_skipped": (
        WARNING,
        _("This table holds %(found)s, not %(wanted)s; it was left out."),
        _("Load the file again for the other kind if you need this table."),
    ),
    "kind_unsure": (
        WARNING,
        _("It is not certain whether this table holds tasks or targets; it was read as %(found)s."),
        _("If that is wrong, load the file again and choose the kind."),
    ),
    "column_unknown": (
        WARNING,
        _("The column “%(heading)s” is not known; its text is kept beside each row."),
        "",
    ),
    "column_missing": (
        WARNING,
        _("The table has no column for %(heading)s."),
        _("Fill it in after loading."),
    ),
    "title_missing": (
        ERROR,
        _("The row has no title."),
        _("Write the title in the file, or delete the row."),
    ),
    "title_cut": (
        WARNING,
        _("The title seems to be cut: it ends with “%(text)s”."),
        _("Check the original and complete the title."),
    ),
    "agency_incomplete": (
        WARNING,
        _("“%(text)s” is not a complete name of an agency."),
        _("The name was probably cut at the end of a page: check the original."),
    ),
    "deadline_unclear": (
        WARNING,
        _("The deadline “%(text)s” gives no certain day."),
        _("Choose the day by hand, or leave the task without one."),
    ),
    "deadline_proposed": (
        WARNING,
        _("The deadline “%(text)s” gives no certain day; %(day)s is proposed."),
        _("Accept the proposed day or choose another."),
    ),
    "deadline_no_such_day": (
        WARNING,
        _("The deadline “%(text)s” names a day that does not exist."),
        _("Correct the day in the file or choose it by hand."),
    ),
    "deadline_several": (
        WARNING,
        _("The deadline “%(text)s” names several days; the last one, %(day)s, is proposed."),
        _("Accept the proposed day or choose another."),
    ),
    "deadline_year_assumed": (
        WARNING,
        _("The deadline “%(text)s” names no year; %(year)s is assumed."),
        _("Check the year."),
    ),
    "row_joined": (
        WARNING,
        _("This row was read as the continuation of “%(number)s”."),
        _("Check that the text was joined correctly."),
    ),
    "row_repeated": (
        WARNING,
        _("“%(text)s” repeats the end of column %(heading)s in the row above and was left out."),
        _("Check the row above."),
    ),
    "row_unplaced": (
        WARNING,
        _("The text “%(text)s” stands in no row of the table; it was left out."),
        _("If it belongs to a task, add it there."),
    ),
    "group_text": (
        WARNING,
        _("The group row also holds “%(text)s”; it was left out."),
        _("If it applies to the tasks of the group, add it there."),
    ),
    "number_missing": (WARNING, _("The row has no number."), ""),
    "number_duplicate": (
        WARNING,
        _("The number %(number)s occurs twice."),
        _("Check whether one of the rows is a copy."),
    ),
    "number_gap": (
        WARNING,
        _("After number %(before)s comes %(number)s."),
        _("Check whether rows are missing."),
    ),
    "formula": (WARNING, _("The cell holds a formula; its last saved value was used."), ""),
    "formula_empty": (
        ERROR,
        _("The cell holds a formula without a saved value."),
        _("Open the file in Excel, save it, and load it again."),
    ),
    "error_value": (
        ERROR,
        _("The cell shows the error %(text)s."),
        _("Correct the formula in Excel, save, and load the file again."),
    ),
    "legacy": (
        WARNING,
        _("The text was typed in the old font encoding %(text)s and was converted."),
        _("Check the converted text."),
    ),
    "value_missing": (
        WARNING,
        _("The target has no figure."),
        _("Enter the figure after loading."),
    ),
    "value_text": (
        WARNING,
        _("“%(text)s” holds no figure; the target is kept as text."),
        _("Enter a figure, or confirm by text whether it is met."),
    ),
    "value_several": (
        WARNING,
        _("The target names several figures: %(text)s; the first is used."),
        _("Split the target into one for each figure."),
    ),
    "value_change": (
        WARNING,
        _("“%(text)s” says a change, not a level."),
        _("Report the change itself as the figure, or write the level to reach."),
    ),
    "value_about": (
        WARNING,
        _("“%(text)s” is no exact figure; it is judged as this very figure."),
        _("Check whether “at least” or “at most” is meant."),
    ),
    "value_ambiguous": (
        WARNING,
        _("“%(text)s” can be read in two ways; it was read as %(figure)s."),
        _("Write thousands with a point and decimals with a comma."),
    ),
    "value_of_total": (
        WARNING,
        _("“%(text)s” was read as %(figure)s, the whole being part of the unit."),
        _("Check whether a percentage is meant."),
    ),
    "value_rank": (
        WARNING,
        _("“%(text)s” was read as place %(figure)s or better in a ranking."),
        _("Check the comparison."),
    ),
    "value_scale": (
        WARNING,
        _("“%(text)s” is far from the other figures of the row."),
        _("Check whether it is a fraction that Excel shows without the percent sign."),
    ),
    "value_yes_no": (
        WARNING,
        _("The target states no figure; it is judged as done or not done."),
        _("Enter the figure if there is one."),
    ),
    "unit_differs": (
        WARNING,
        _("The cell “%(text)s” names another unit than %(unit)s."),
        _("Check the unit of this target."),
    ),
    "falling_assumed": (
        WARNING,
        _("Lower is better was assumed: %(text)s."),
        _("If more is better, change the direction of the indicator after loading."),
    ),
    "year_assumed": (
        WARNING,
        _("The row names no year; %(year)s is taken from the title or the programme."),
        _("Check the year."),
    ),
    "year_missing": (
        WARNING,
        _("No year is named for the target."),
        _("Enter the year after loading."),
    ),
    "year_twice": (
        WARNING,
        _("Two columns stand for %(year)s; “%(text)s” is kept in the note."),
        _("Check which of the two holds."),
    ),
    "estimate_kept": (
        WARNING,
        _("“%(text)s” is an estimate, not a result; it is kept in the note."),
        "",
    ),
    "result_undated": (
        WARNING,
        _("The result “%(text)s” has no day; it is kept in the note."),
        _("Write the day into the heading, such as “Kết quả đến 30/6/2025”."),
    ),
    "result_day_assumed": (
        WARNING,
        _("The result “%(text)s” is taken as of %(day)s."),
        _("Check the day."),
    ),
    "result_unclear": (
        WARNING,
        _(
            "The result “%(text)s” says neither a figure nor whether the target is met; it is kept "
            "in the note."
        ),
        _("Enter the result after loading."),
    ),
    "assessment_differs": (
        WARNING,
        _("The file says “%(text)s”, but the result %(figure)s says otherwise."),
        _("Check the result and the value of the target."),
    ),
    "assessment_unclear": (
        WARNING,
        _("The assessment “%(text)s” says neither met nor not met; it is kept in the note."),
        "",
    ),
    "lead_several": (
        WARNING,
        _("The target names several lead agencies; %(name)s leads, the words are kept."),
        _("Check who answers for the target."),
    ),
    "row_total": (WARNING, _("The row “%(text)s” only adds up; it was left out."), ""),
    "value_twice": (
        WARNING,
        _("Two columns hold values; “%(text)s” is kept in the note."),
        _("Check which of the two holds."),
    ),
    "value_from_title": (
        WARNING,
        _("The figure %(text)s was read from the title."),
        _("Check the figure."),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at; `message` and `proposal` are English msgids for `params`.

    `where` is the cell; `row` is its row, the same text as the `where` of the draft it is about.
    """

    level: str
    code: str
    where: str = field(compare=False)
    row: str = field(default="", compare=False)
    column: str = ""
    message: str = ""
    proposal: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated, with its particulars filled in."""
        return _filled(translate(self.message), self.params)

    def advice(self, translate: Callable[[str], str] = str) -> str:
        """The proposal, translated; empty when there is none."""
        return _filled(translate(self.proposal), self.params) if self.proposal else ""


def _filled(sentence: str, params: Mapping[str, str]) -> str:
    """A sentence with its particulars; a translation that lost one still shows."""
    try:
        return sentence % params
    except (KeyError, ValueError, TypeError):
        return sentence


def problem(
    code: str,
    where: str,
    column: str = "",
    *,
    row: str = "",
    params: Mapping[str, str] | None = None,
) -> Problem:
    """A problem of the catalogue at a place; `row` is the place of the whole row."""
    level, message, proposal = CATALOGUE[code]
    return Problem(level, code, where, row or where, column, message, proposal, params or {})

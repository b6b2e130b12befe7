"""What a staged plan says, as plain values that can be shown, stored and printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

CREATE, UPDATE, UNCHANGED = "created", "updated", "unchanged"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to look at: a place in the file, a sentence and what to do."""

    level: str
    where: str
    message: str
    proposal: str = ""
    code: str = ""


@dataclass(slots=True)
class Row:
    """One task or target of the file and what would become of it.

    `facts` are what a target was understood to say, by name of the field.
    """

    kind: str
    index: int
    where: str
    number: str
    title: str
    group: str
    lead: str
    deadline: str
    due_on: str
    action: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    existing_id: int | None = None
    notes: list[Note] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_error(self) -> bool:
        """Whether an error stands against this row."""
        return any(note.level == "error" for note in self.notes)


@dataclass(slots=True)
class Report:
    """The whole of a staged plan."""

    groups: int = 0
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    agencies: list[dict[str, Any]] = field(default_factory=list)

    def of(self, level: str) -> list[Note]:
        """Every note of a level, of the file and of its rows, in the order of the file."""
        mine = [note for note in self.notes if note.level == level]
        return mine + [note for row in self.rows for note in row.notes if note.level == level]

    @property
    def errors(self) -> list[Note]:
        """What must be solved before anything is written."""
        return self.of("error")

    @property
    def warnings(self) -> list[Note]:
        """What should be looked at."""
        return self.of("warning")

    def summary(self) -> dict[str, Any]:
        """The counts, errors and warnings as the command prints them."""
        kinds = Counter(row.kind for row in self.rows)
        actions = Counter(row.action for row in self.rows)
        return {
            "groups": self.groups,
            "tasks": kinds["task"],
            "targets": kinds["target"],
            "created": actions[CREATE],
            "updated": actions[UPDATE],
            "unchanged": actions[UNCHANGED],
            "errors": [_brief(note) for note in self.errors],
            "warnings": [_brief(note) for note in self.warnings],
        }

    def stored(self) -> dict[str, Any]:
        """The report as JSON, for the preview pages."""
        return {
            "summary": self.summary(),
            "rows": [asdict(row) for row in self.rows],
            "agencies": self.agencies,
        }


def _brief(note: Note) -> dict[str, str]:
    brief = {"where": note.where, "message": note.message}
    return brief | {"proposal": note.proposal} if note.proposal else brief

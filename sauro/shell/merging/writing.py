"""Writing planned moves into their tables, and taking them back row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Task, TaskParty
from sauro.domains.programmes.services.writing import keep_spans
from sauro.engines.history.models import Event
from sauro.engines.history.recording import new_event, record_all
from sauro.shell.merging.moves import Move
from sauro.shell.merging.planning_tasks import CLOSED

Row = Mapping[str, Any]  # a move as plain values
_BATCH = 200
# What is said of a row that goes over; the others are told by the event of the merger.
EVENTS = {
    "programmes.task": "programmes.task.handed_over",
    "programmes.taskparty": "programmes.task.handed_over",
    "programmes.target": "programmes.target.changed",
    "programmes.programme": "programmes.programme.changed",
    "indicators.submission": "indicators.form.handed_over",
    "indicators.dataset": "indicators.form.changed",
    "explanations.request": "explanations.request.handed_over",
    "bottlenecks.bottleneck": "bottlenecks.bottleneck.handed_over",
    "orgs.collective": "orgs.collective.saved",
    "orgs.membership": "orgs.member.changed",
}
VERSIONED = (
    *("programmes.task", "programmes.target", "programmes.programme"),
    *("indicators.dataset", "explanations.request", "bottlenecks.bottleneck"),
)


def write(rows: Sequence[Row], *, by: Any, at: datetime, note: str) -> None:
    """Carry out planned moves; one event for each task, target, programme or form that moves."""
    changing, going = _sorted_out(rows)
    said = _Saying(rows, "before", "after", by=by, at=at, note=note)
    _change(changing, said)
    _renew(rows)
    for table, some in _by_table(going).items():
        gone = list(_rows(table).filter(pk__in=[row["pk"] for row in some]))
        said.of(table, some, {one.pk: one for one in gone})
        _model(table).objects.filter(pk__in=[one.pk for one in gone]).delete()
    said.record()


def take_back(rows: Sequence[Row], *, by: Any, at: datetime, note: str) -> None:
    """Put every row back as it was; ask `losses` first."""
    changing, going = _sorted_out(rows)
    said = _Saying(rows, "after", "before", by=by, at=at, note=note)
    _change(changing, said)
    _renew(rows)
    for table, some in _by_table(going).items():
        model = _model(table)
        model.objects.bulk_create(
            [model(pk=row["pk"], **_decoded(model, row["before"])) for row in some],
            batch_size=_BATCH,
        )
        said.of(table, some, _rows(table).in_bulk([row["pk"] for row in some]))
    said.record()


def losses(rows: Sequence[Row]) -> list[str]:
    """What was changed since and would be lost if the moves were taken back, in words."""
    found: list[str] = []
    for table, some in _by_table(rows).items():
        now = _model(table).objects.in_bulk([row["pk"] for row in some])
        found += (str(row["label"]) for row in some if _is_lost(row, now.get(row["pk"])))
    return list(dict.fromkeys(found))


def _is_lost(row: Row, now: models.Model | None) -> bool:
    if not row["after"]:
        return now is not None
    if now is None:
        return True
    if isinstance(now, Task) and now.state in CLOSED:
        return True
    expected = {**row["seen"], **row["after"]}
    return any(_encoded(getattr(now, name)) != value for name, value in expected.items())


class _Saying:
    """The events of rows that move, gathered and written at once."""

    def __init__(
        self, rows: Sequence[Row], old: str, new: str, *, by: Any, at: datetime, note: str
    ) -> None:
        self.old, self.new = old, new
        self._told = {"by": by, "at": at, "note": note}
        self._names = _names(rows)
        self._events: list[Event] = []
        self._with_events = {row["pk"] for row in rows if row["table"] == "programmes.task"}

    @property
    def at(self) -> datetime:
        """The moment of the write."""
        return cast("datetime", self._told["at"])

    def of(self, table: str, rows: Sequence[Row], found: Mapping[int, Any]) -> None:
        """Take note of rows of one table; a part in a task is told of the task."""
        kind = EVENTS.get(table, "")
        for row in rows if kind else ():
            subject = found[row["pk"]]
            before, after = self._words(row[self.old]), self._words(row[self.new])
            if isinstance(subject, TaskParty):
                role, subject = subject.role, subject.task
                if subject.pk in self._with_events:
                    continue
                before, after = ({role: side.get("organisation")} for side in (before, after))
            self._events.append(
                new_event(kind=kind, subject=subject, before=before, after=after, **self._told)
            )

    def record(self) -> None:
        """Write the events."""
        record_all(self._events)

    def _words(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name.removesuffix("_id"): self._names.get(value, value) if _is_place(name) else value
            for name, value in values.items()
        }


def _change(rows: Sequence[Row], said: _Saying) -> None:
    for table, some in _by_table(rows).items():
        model = _model(table)
        found = _rows(table).select_for_update(of=("self",)).in_bulk([row["pk"] for row in some])
        fields: set[str] = set()
        for row in some:
            for name, value in _decoded(model, row[said.new]).items():
                setattr(found[row["pk"]], name, value)
                fields.add(model._meta.get_field(name).name)
        changed = list(found.values())
        if table in VERSIONED:
            fields.add("version")
            for one in changed:
                one.version += 1
        model.objects.bulk_update(changed, sorted(fields), batch_size=_BATCH)
        if model is Task:
            keep_spans(changed, at=said.at)
        said.of(table, some, found)


def _renew(rows: Sequence[Row]) -> None:
    """Raise the version of tasks in which only a part changed: forms still open on them are old."""
    moved = {row["pk"] for row in rows if row["table"] == "programmes.task"}
    parts = [row for row in rows if row["table"] == "programmes.taskparty"]
    found = TaskParty.objects.filter(pk__in=[row["pk"] for row in parts])
    touched = {*found.values_list("task", flat=True)}
    touched |= {row["before"]["task_id"] for row in parts if not row["after"]}
    Task.objects.filter(pk__in=touched - moved).update(version=F("version") + 1)


def _sorted_out(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows that change, and rows that go."""
    return [row for row in rows if row["after"]], [row for row in rows if not row["after"]]


def _rows(table: str) -> Any:
    rows = _model(table).objects.all()
    return rows.select_related("task") if table == "programmes.taskparty" else rows


def _names(rows: Iterable[Row]) -> dict[int, str]:
    """The names of the organisations that rows name, for their events; one SQL."""
    ids = {
        value
        for row in rows
        for side in ("before", "after")
        for name, value in row[side].items()
        if _is_place(name)
    }
    found = Organisation.objects.filter(pk__in=ids).order_by()
    return dict(found.values_list("pk", "name"))


def _is_place(column: str) -> bool:
    others = ("accountable_id", "supervisor_id", "position_id", "task_id")
    return column.endswith("_id") and column not in others


def _by_table(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["table"]].append(row)
    return found


def _model(table: str) -> Any:
    return apps.get_model(table)


def _decoded(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns from what stands in JSON."""
    found = {}
    for name, value in values.items():
        column = model._meta.get_field(name)
        keyed = isinstance(column, models.ForeignKey)
        found[name] = value if value is None or keyed else column.to_python(value)
    return found


def _encoded(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def refused_text(lost: Sequence[str], *, shown: int = 5) -> str:
    """The sentence that says what would be lost."""
    named = "; ".join(lost[:shown])
    if len(lost) > shown:
        named += "; …"
    return _("Changed since the merger, so it cannot be undone: %(what)s.") % {"what": named}


def rows_of(moves: Iterable[Move]) -> list[dict[str, Any]]:
    """Moves as plain values, as they are kept."""
    return [move.plain() for move in moves]

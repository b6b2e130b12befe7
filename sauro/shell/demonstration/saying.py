"""What officers write in their updates, chosen by the kind of result and how far the work is."""

from __future__ import annotations

from datetime import date

from sauro.domains.programmes.rules import Progress
from sauro.domains.programmes.services.syntheses import LONGEST
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.stage import pick

_STAGES = ((30, "1"), (60, "2"), (100, "3"))
_LINES = 3  # one task in so many has a written synthesis
_EARLY = 65  # obstacles are met before this share of the work is done


def progress(kind: str, percent: int, on: date, key: str) -> Progress:
    """An update of a month; at 100 it claims completion."""
    stage = next((name for limit, name in _STAGES if percent < limit), "4")
    said = [row for row in rows("phrases") if (row["kind"], row["stage"]) == (kind, stage)]
    row = said[pick(key, len(said))]
    troubled = percent < _EARLY and pick(f"{key}!", 4) == 0
    return Progress(
        month=on.replace(day=1),
        percent=percent,
        done=row["done"],
        next_steps=row["next"],
        obstacle=reason("obstacle", key) if troubled else "",
        claims_completion=percent == 100,
    )


def synthesis(said: Progress, key: str) -> str:
    """The line that some leads write beside an update: what holds it up, else what comes next."""
    if said.claims_completion or pick(f"{key}line", _LINES):
        return ""
    return (said.obstacle or said.next_steps)[:LONGEST]


def reason(what: str, key: str) -> str:
    """A sentence of that sort, the same for the same key."""
    found = [row["words"] for row in rows("reasons") if row["what"] == what]
    return found[pick(key, len(found))]

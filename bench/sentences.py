"""How well task sentences are found: precision and recall over the reference documents.

`python -m bench.sentences [--misses]` reads the documents beside the extractor's tests. A line
beginning with "@" tells a task of the line above: first words | leads | coordinators | deadline.
The rules are worked out on `tuned`; the misses of `held_out` are never read, see docs/bench.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sauro.domains.programmes.extracting import reading
from sauro.domains.programmes.extracting.shapes import Proposal
from sauro.engines import text as vn
from sauro.engines.office.texts import DocumentText, Raw, TextLimits, assemble

REFERENCE = (
    Path(__file__).resolve().parents[1] / "sauro/domains/programmes/extracting/tests/reference"
)
SETS = ("tuned", "held_out")
PARTS = ("sentence", "agency", "coordinator", "deadline")
SAME = 0.5  # letters shared by two passages over letters of both, from which they are one


@dataclass(frozen=True, slots=True)
class Gold:
    """A task sentence as a person marked it."""

    start: int
    end: int
    leads: frozenset[str]
    coordinators: frozenset[str]
    deadline: str


@dataclass(slots=True)
class Score:
    """Right answers, answers given, answers wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of the answers given that are right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the answers wanted that were given."""
        return self.right / self.wanted if self.wanted else 1.0

    def add(self, right: int, given: int, wanted: int) -> None:
        """Count one more comparison."""
        self.right, self.given, self.wanted = (
            self.right + right, self.given + given, self.wanted + wanted,
        )  # fmt: skip


@dataclass(slots=True)
class Result:
    """The scores of a set of documents and what went wrong in words."""

    documents: int = 0
    scores: dict[str, Score] = field(default_factory=lambda: {part: Score() for part in PARTS})
    misses: list[str] = field(default_factory=list)


def measured(name: str) -> Result:
    """The scores over one of `SETS`."""
    result = Result()
    for path in sorted((REFERENCE / name).glob("*.txt")):
        document, gold = load(path.read_text(encoding="utf-8"))
        result.documents += 1
        compare(gold, reading.read(document.passages, year=2025), result, path.stem)
    return result


def load(marked: str) -> tuple[DocumentText, list[Gold]]:
    """A reference document without its marks, and the tasks that they tell."""
    raws = [line for line in marked.splitlines() if not line.startswith("@")]
    document = assemble([Raw(line) for line in raws], limits=TextLimits())
    places = iter(document.passages)
    gold: list[Gold] = []
    pending: list[tuple[int, str]] = []
    current = None
    for line in [*marked.splitlines(), ""]:
        if line.startswith("@"):
            assert current is not None, "a mark follows a line"
            first, *facts = [part.strip() for part in line[1:].split("|")]
            at = current.text.index(first) if first else 0
            pending.append((at, "|".join([*facts, "", ""])))
            continue
        if pending and current is not None:
            gold += _marked(current.start, current.text, pending)
            pending = []
        current = next(places, None) if line.strip() else current
    return document, gold


def _marked(start: int, text: str, pending: list[tuple[int, str]]) -> Iterator[Gold]:
    for place, (at, facts) in enumerate(pending):
        end = pending[place + 1][0] if place + 1 < len(pending) else len(text)
        leads, coordinators, deadline, *_rest = facts.split("|")
        yield Gold(start + at, start + end, _names(leads), _names(coordinators), deadline.strip())


def _names(written: str) -> frozenset[str]:
    return frozenset(vn.names.canonical(name) for name in written.split(";") if name.strip())


def compare(gold: list[Gold], found: list[Proposal], result: Result, where: str) -> None:
    """Add one document: each marked task goes with the passage that shares most letters."""
    free = list(found)
    for one in gold:
        best = max(free, key=lambda proposal: _shared(one, proposal), default=None)
        if best is None or _shared(one, best) < SAME:
            best = None
        else:
            free.remove(best)
        _count(one, best, result, f"{where} {one.start}")
    for proposal in free:
        _count(None, proposal, result, where)


def _shared(one: Gold, proposal: Proposal) -> float:
    both = min(one.end, proposal.end) - max(one.start, proposal.start)
    return max(both, 0) / (max(one.end, proposal.end) - min(one.start, proposal.start))


def _count(one: Gold | None, proposal: Proposal | None, result: Result, where: str) -> None:
    scores, told = result.scores, f"{where}: "
    told += f"“{proposal.passage[:90]}”" if proposal else "a task"
    scores["sentence"].add(int(bool(one and proposal)), int(bool(proposal)), int(bool(one)))
    if not (one and proposal):
        result.misses.append(f"{told} {'is no task' if proposal else 'was not found'}")
    for part in ("agency", "coordinator", "deadline"):
        wanted, given = _facts(one, part), _answers(proposal, part)
        scores[part].add(len(wanted & given), len(given), len(wanted))
        if one and proposal and wanted != given:
            result.misses.append(f"{told} {part}: {sorted(given)}, not {sorted(wanted)}")


def _facts(one: Gold | None, part: str) -> frozenset[str]:
    if one is None:
        return frozenset()
    if part == "deadline":
        return frozenset(filter(None, [one.deadline]))
    return one.leads if part == "agency" else one.coordinators


def _answers(proposal: Proposal | None, part: str) -> frozenset[str]:
    if proposal is None:
        return frozenset()
    if part == "deadline":
        due = proposal.deadline.due_on
        return frozenset(filter(None, [due.isoformat() if due else proposal.deadline.recurrence]))
    names: Iterable[str] = proposal.leads if part == "agency" else proposal.coordinators
    return frozenset(map(vn.names.canonical, names))


def table(results: dict[str, Result]) -> str:
    """The scores as a table."""
    lines = ["| set | documents | tasks | part | precision | recall |", "|---|---|---|---|---|---|"]
    for name, result in results.items():
        for part, score in result.scores.items():
            tasks = result.scores["sentence"].wanted
            lines.append(
                f"| {name} | {result.documents} | {tasks} | {part} | "
                f"{score.right}/{score.given} = {score.precision:.1%} | "
                f"{score.right}/{score.wanted} = {score.recall:.1%} |"
            )
    return "\n".join(lines)


def main() -> int:
    """Print the table, and what went wrong when asked; held-out documents stay unseen."""
    parser = argparse.ArgumentParser(prog="bench.sentences", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what went wrong in `tuned`")
    options = parser.parse_args()
    results = {name: measured(name) for name in SETS}
    print(table(results))
    if options.misses:
        print("\n".join(results["tuned"].misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())

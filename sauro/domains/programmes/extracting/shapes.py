"""What is proposed out of a document: a task with the sentence that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sauro.domains.programmes.planfile.deadlines import Deadline


class Source(Protocol):
    """A passage of a document, as `engines.office.texts` gives it."""

    @property
    def text(self) -> str: ...

    @property
    def start(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def page(self) -> int: ...


Sources = Sequence[Source]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that a sentence seems to give.

    `start` and `end` are places in the whole text, and `passage` is exactly what stands there.
    `rule` names what found it: order, agency, item, continued or assistant. `place` is the number
    of the item in the document, for example "II.1.a".
    """

    title: str
    passage: str
    start: int
    end: int
    rule: str
    page: int = 0
    place: str = ""
    leads: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    deadline: Deadline = field(default_factory=Deadline)
    result: str = ""

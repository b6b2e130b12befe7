"""What a kind of report says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.subject import SubjectKind
from sauro.domains.reporting.sections import Built


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the body; an empty title stands for annexes."""

    title: str
    sections: tuple[Built, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind of report: whom it speaks of, in which form, its abstract, and how it is built."""

    code: str
    name: Any
    about: SubjectKind
    form: str
    abstract: str
    build: Callable[[View], tuple[Chapter, ...]]
    grounds: tuple[str, ...] = ()

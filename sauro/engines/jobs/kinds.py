"""What kinds of work there are; each is declared in the `jobs.py` of a domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from sauro.engines.jobs.work import Work


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: a stable code and what is done.

    `run` writes everything inside `work.committing`, so that a job whose worker died left nothing
    half done; then it is `restartable`. What is `unattended` no person asked for: it leaves no
    event, and is shown only when it failed.
    """

    code: str
    run: Callable[[Work], None]
    restartable: bool = True
    unattended: bool = False


def kind_of(code: str) -> Kind:
    """The kind of a code; raises `KeyError` when this version does not know it."""
    known: dict[str, Kind] = import_string(settings.SAURO["jobs"])
    return known[code]


def unattended_kinds() -> tuple[str, ...]:
    """The codes of work that nobody asked for."""
    known: dict[str, Kind] = import_string(settings.SAURO["jobs"])
    return tuple(code for code, kind in known.items() if kind.unattended)

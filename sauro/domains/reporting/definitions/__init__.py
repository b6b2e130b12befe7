"""The kinds of reports: one folder each, with a builder, found by its code."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from sauro.domains.reporting.definitions.shape import Chapter, Definition

CODES = ("province", "party", "programme", "agency", "commune")


@cache
def definitions() -> dict[str, Definition]:
    """All kinds of reports by code, in the order in which they are offered."""
    return {code: import_module(f"{__package__}.{code}").DEFINITION for code in CODES}


__all__ = ["CODES", "Chapter", "Definition", "definitions"]

"""Reading the data files of the demonstration: TOML, and tables separated by strokes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


@lru_cache(maxsize=32)
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table by column name."""
    with (FOLDER / f"{name}.psv").open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE, strict=True)
        return tuple({key: (value or "").strip() for key, value in row.items()} for row in found)


@lru_cache(maxsize=8)
def settings(name: str) -> dict[str, Any]:
    """A file of settings."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def rows_of(name: str, province: str) -> Iterator[dict[str, str]]:
    """The rows of a table that hold for one province; `*` holds for all."""
    for row in rows(name):
        wanted = row["provinces"].split()
        if "*" in wanted or province in wanted:
            yield row

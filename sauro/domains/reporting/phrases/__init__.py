"""The reviewed phrases of reports: tables of a TOML file, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with places for figures and words, and when it is used."""

    key: str
    text: str
    when: str


@cache
def phrases() -> dict[str, Phrase]:
    """All phrases by key (`general.total`); every phrase says when it is used."""
    source = resources.files(__package__).joinpath("period.toml").read_text(encoding="utf-8")
    found = {}
    for group, rows in tomllib.loads(source).items():
        for name, row in rows.items():
            key = f"{group}.{name}"
            found[key] = Phrase(key, " ".join(row["text"].split()), row["when"])
    return found

"""The reviewed phrases of reports and letters: tables of TOML files, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILES = ("period.toml", "urging.toml")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with places for figures and words, and when it is used."""

    key: str
    text: str
    when: str


@cache
def phrases() -> dict[str, Phrase]:
    """All phrases by key (`general.total`); every phrase says when it is used."""
    found = {}
    for name in FILES:
        source = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
        for group, rows in tomllib.loads(source).items():
            for row_name, row in rows.items():
                key = f"{group}.{row_name}"
                found[key] = Phrase(key, " ".join(row["text"].split()), row["when"])
    return found

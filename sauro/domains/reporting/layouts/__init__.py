"""Sheets for national systems: one file each; a province may lay its own into a folder."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

from sauro.domains.reporting.rules.layouts import BadLayout, Layout, layout_from

CODES = ("nq57", "nq71", "dean06")


def layouts(folder: str = "") -> dict[str, Layout]:
    """All layouts by code; a file in the folder stands instead of the one that comes along.

    Raises BadLayout for a file that describes no sheet.
    """
    return {code: layout_of(code, folder) for code in CODES}


def layout_of(code: str, folder: str = "") -> Layout:
    """One layout; raises KeyError for a code nobody knows, BadLayout for a bad file."""
    if code not in CODES:
        raise KeyError(code)
    name = f"{code}.toml"
    own = Path(folder, name) if folder else None
    given = own is not None and own.is_file()
    try:
        text = (
            own.read_text(encoding="utf-8")
            if own is not None and given
            else resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
        )
        found = layout_from(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, BadLayout) as error:
        raise BadLayout(f"{name}: {error}") from error
    if found.code != code:
        raise BadLayout(f"{name}: its code is {found.code}")
    return found

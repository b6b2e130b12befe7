"""Answers kept in the folder, by question, arguments and state: asked again they are read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from sauro.engines.country import folder as folders
from sauro.engines.country.folder import RESULTS, Changed, Folder


def kept(
    *,
    folder: Folder,
    question: str,
    arguments: Mapping[str, Any],
    answer: Callable[[], Any],
    fresh: bool = False,
) -> tuple[Any, bool]:
    """The answer as JSON gives it back, and whether it was kept from before.

    An answer is kept only when the folder is still the one it was asked of; raises `Changed`.
    """
    state = folder.digest
    key = folders.digest_of([version(), question, dict(arguments), state])
    place = folder.path / RESULTS / f"{question}-{key[:24]}.json"
    if not fresh and (found := _read(place, key)) is not None:
        return found["answer"], True
    told = {"key": key, "state": state, "question": question, "arguments": dict(arguments)}
    told["answer"] = answer()
    if folders.opened(folder.path).digest != state:
        raise Changed(_("The export was written anew meanwhile; ask again."))
    return _write(place, told)["answer"], False


def version() -> str:
    """The version of this program; answers of another one are not trusted."""
    try:
        return metadata.version("sauro")
    except metadata.PackageNotFoundError:
        return "unknown"


def _read(place: Path, key: str) -> dict[str, Any] | None:
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("key") == key else None


def _write(place: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Write at once, after removing the answers about earlier states of the folder."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    place.parent.mkdir(exist_ok=True)
    for other in place.parent.glob("*.json"):
        if _state(other) != told["state"]:
            other.unlink(missing_ok=True)
    half = place.with_name(f".{place.name}.{uuid4().hex[:8]}")
    half.write_text(text, encoding="utf-8")
    os.replace(half, place)  # noqa: PTH105 - the only call that swaps a file at once
    written: dict[str, Any] = json.loads(text)
    return written


def _state(place: Path) -> str:
    try:
        return str(json.loads(place.read_text(encoding="utf-8")).get("state"))
    except (OSError, ValueError):
        return ""

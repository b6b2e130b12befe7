"""Files that work has made: kept in the data folder under names that nobody can guess."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings


def keep(pieces: Iterable[bytes]) -> str:
    """The name under which the file is now kept, whole and on the disk."""
    folder = Path(settings.JOB_FILES)
    folder.mkdir(parents=True, exist_ok=True)
    stored = secrets.token_hex(16)
    unfinished = folder / f"{stored}.part"
    try:
        with unfinished.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder / stored)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return stored


def path_of(stored: str) -> Path | None:
    """Where a kept file lies, or None when it is gone."""
    path = Path(settings.JOB_FILES) / Path(stored).name
    return path if stored and path.is_file() else None


def drop(stored: str) -> None:
    """Delete a kept file."""
    path = path_of(stored)
    if path is not None:
        path.unlink(missing_ok=True)


def drop_strays(*, known: set[str], before: datetime) -> int:
    """How many files were deleted that no job names, for example of a worker that was killed."""
    folder, dropped = Path(settings.JOB_FILES), 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in known and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped

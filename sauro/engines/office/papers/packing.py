"""Office packages with fixed times, so that equal content gives equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_NO_DAY = date(2025, 1, 1)


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of the parts, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DAY), data, zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The same package with fixed times on its parts, each as `change` makes it of its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = [(part.filename, source.read(part)) for part in source.infolist()]
    return packed((name, change(name, part) if change else part) for name, part in parts)


def moment_of(day: date | None) -> datetime:
    """The moment that stands in the properties of a file made on that day."""
    day = day or _NO_DAY
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day, not a moment

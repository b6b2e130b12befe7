"""Writing partitions beside those in place, and putting all of them in place at the end.

A table is streamed: no more than one group of rows for each open table is in memory. Nothing in
place is touched until everything is written; what did not change stays as it is.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines.country import folder as folders
from sauro.engines.country.folder import MANIFEST, PREFIX, Partition

GROUP = 32_768  # rows that are compressed together, and held for each table until then
_HALF, _OLD = ".part", ".old"


class Busy(DomainError):
    """Another export is writing into this folder."""

    code = "country_busy"


class Export:
    """Partitions being written; `done` puts them in place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writers: dict[tuple[str, str], Any] = {}
        self._waiting: dict[tuple[str, str], list[Any]] = {}
        self._dressed: dict[tuple[str, str], Callable[[Any], Any]] = {}
        self._rows: dict[tuple[str, str], int] = {}
        self._codes: set[str] = set()

    def add(
        self, code: str, table: str, rows: Any, *, dressed: Callable[[Any], Any] = lambda rows: rows
    ) -> None:
        """Rows (a `pyarrow.Table`) at the end of a table of a partition; none make it exist.

        `dressed` turns rows that waited as bare numbers into the rows that are written.
        """
        key = (code, table)
        if key not in self._rows:
            self._codes.add(code)
            self._dressed[key], self._waiting[key], self._rows[key] = dressed, [], 0
        self._waiting[key].append(rows)
        self._rows[key] += rows.num_rows
        if sum(one.num_rows for one in self._waiting[key]) >= GROUP:
            self._flush(key)

    def done(self, *, as_of: str, others: bool) -> tuple[list[str], list[str]]:
        """Codes replaced and codes left as they were; `others` keeps partitions not written."""
        for key in self._rows:
            self._flush(key, last=True)
            self._writers[key].close()
        written = {code: self._finished(code, as_of) for code in sorted(self._codes)}
        before = _in_place(self.path)
        changed = [
            code
            for code, one in written.items()
            if code not in before or before[code].digest != one.digest
        ]
        keep = {code: one for code, one in before.items() if others and code not in written}
        self._swap(changed, gone=before.keys() - written.keys() - keep.keys())
        _say(self.path, {**keep, **written})
        return changed, sorted(written.keys() - set(changed))

    def _finished(self, code: str, as_of: str) -> Partition:
        half = self._half(code)
        files = {
            table: folders.hashed(half / f"{table}.parquet", rows)
            for (owner, table), rows in sorted(self._rows.items())
            if owner == code
        }
        one = Partition(code, str(half), as_of, files)
        (half / MANIFEST).write_text(json.dumps(one.plain(), indent=1), encoding="utf-8")
        return one

    def _swap(self, changed: Collection[str], gone: Collection[str]) -> None:
        for code in (*changed, *gone):
            place = folders.directory_of(self.path, code)
            old = self.path / f".{place.name}{_OLD}"
            if place.exists():
                place.rename(old)
            if code in changed:
                self._half(code).rename(place)

    def _flush(self, key: tuple[str, str], *, last: bool = False) -> None:
        """Write whole groups, so that the same rows make the same bytes however they came."""
        import pyarrow as pa

        rows = pa.concat_tables(self._waiting[key])
        end = rows.num_rows if last else rows.num_rows // GROUP * GROUP
        for start in range(0, end, GROUP):
            group = self._dressed[key](rows.slice(start, min(GROUP, end - start)))
            self._writer(key, group.schema).write_table(group)
        if not rows.num_rows:
            self._writer(key, self._dressed[key](rows).schema)
        self._waiting[key] = [rows.slice(end).combine_chunks()]

    def _writer(self, key: tuple[str, str], schema: Any) -> Any:
        import pyarrow.parquet as pq

        if key not in self._writers:
            half = self._half(key[0])
            half.mkdir(exist_ok=True)
            self._writers[key] = pq.ParquetWriter(
                half / f"{key[1]}.parquet", schema, compression="zstd"
            )
        return self._writers[key]

    def _half(self, code: str) -> Path:
        return self.path / f".{folders.directory_of(self.path, code).name}{_HALF}"

    def close(self) -> None:
        """Leave nothing half written behind."""
        for writer in self._writers.values():
            writer.close()
        _sweep(self.path)


@contextmanager
def exporting(path: Path) -> Iterator[Export]:
    """An export into a folder that nobody else writes to meanwhile; raises `Busy`."""
    path.mkdir(parents=True, exist_ok=True)
    with (path / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(_("Another export is writing into this folder.")) from error
        _recover(path)
        _sweep(path)
        export = Export(path)
        try:
            yield export
        finally:
            export.close()


def _in_place(path: Path) -> dict[str, Partition]:
    found = {}
    for place in path.glob(f"{PREFIX}*"):
        try:
            one = folders.read_partition(place)
        except folders.Broken:  # what cannot be read is written anew, under the code of its name
            continue
        found[one.code] = one
    return found


def _say(path: Path, partitions: Mapping[str, Partition]) -> None:
    """The manifest of the whole folder, last and at once: from here on the export counts."""
    told = json.dumps(folders.summary([one for _code, one in sorted(partitions.items())]), indent=1)
    target, half = path / MANIFEST, path / f".{MANIFEST}{_HALF}"
    if target.exists() and target.read_text(encoding="utf-8") == told:
        return
    half.write_text(told, encoding="utf-8")
    os.replace(half, target)  # noqa: PTH105 - the only call that swaps a file at once


def _recover(path: Path) -> None:
    """Put back what an export that was killed had taken from its place."""
    for old in path.glob(f".{PREFIX}*{_OLD}"):
        place = path / old.name.removeprefix(".").removesuffix(_OLD)
        if not place.exists():
            old.rename(place)


def _sweep(path: Path) -> None:
    for left in (*path.glob(f".{PREFIX}*{_HALF}"), *path.glob(f".{PREFIX}*{_OLD}")):
        shutil.rmtree(left, ignore_errors=True)
    (path / f".{MANIFEST}{_HALF}").unlink(missing_ok=True)

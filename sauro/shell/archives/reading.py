"""Restoring an archive: verified whole, then taken in one transaction or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from sauro.shell.archives import shape
from sauro.shell.archives.shape import (
    CHUNK,
    FILES,
    FILLED_BY_MIGRATIONS,
    FORMAT,
    MANIFEST,
    TABLES,
    ArchiveRefused,
    Manifest,
)

LARGEST_MANIFEST = 64 * 1024 * 1024
ROWS_AT_ONCE = 500


def restore(*, source: Path) -> Manifest:
    """The manifest of the archive now taken; raises `ArchiveRefused` and then nothing changed."""
    with tempfile.TemporaryDirectory(prefix="sauro-restore-") as name:
        folder = Path(name)
        manifest = _verified(source, folder)
        _refuse_other_state(manifest)
        _refuse_data()
        placed: list[Path] = []
        try:
            with transaction.atomic():
                _take_tables(manifest, folder)
                _take_files(manifest, folder, placed)
        except DatabaseError as error:
            _remove(placed)
            raise ArchiveRefused(
                _("The database refused the archive: %(reason)s") % {"reason": error}
            ) from error
        except BaseException:
            _remove(placed)
            raise
    ContentType.objects.clear_cache()
    return manifest


def _verified(source: Path, folder: Path) -> Manifest:
    """Every part unpacked into the folder, each as long and with the hash that was promised."""
    with _reading(source) as archive:
        manifest = _manifest(archive)
        missing = dict(manifest.parts)
        while (member := archive.next()) is not None:
            part = missing.pop(member.name, None)
            if part is None or not member.isreg() or not _is_plain(member.name):
                _refuse(_("it holds “%(name)s”, which it does not announce"), name=member.name)
            stream = archive.extractfile(member)
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if stream is None or _unpacked(stream, target, part.size) != part.sha256:
                _refuse(_("“%(name)s” is damaged"), name=member.name)
        if missing:
            _refuse(_("“%(name)s” is missing"), name=next(iter(missing)))
    return manifest


@contextmanager
def _reading(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            yield archive
    except OSError as error:
        _refuse(_("it cannot be read: %(reason)s"), reason=error.strerror or error)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        _refuse(_("it is damaged or is not an archive: %(reason)s"), reason=error)


def _manifest(archive: tarfile.TarFile) -> Manifest:
    member = archive.next()
    stream = archive.extractfile(member) if member is not None and member.isreg() else None
    if member is None or stream is None or member.name != MANIFEST:
        _refuse(_("it does not begin with a manifest"))
    if member.size > LARGEST_MANIFEST:
        _refuse(_("its manifest is too large"))
    try:
        values = json.loads(stream.read())
        if values["format"] != FORMAT:
            _refuse(_("its format is %(format)s, not one that is known"), format=values["format"])
        manifest = Manifest.from_plain(values)
        sizes = [part.size for part in manifest.parts.values()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveRefused(_("The archive was refused: its manifest cannot be read.")) from error
    if sum(sizes) > shutil.disk_usage(tempfile.gettempdir()).free:
        _refuse(_("there is not enough free space to unpack it"))
    return manifest


def _is_plain(name: str) -> bool:
    """Whether a name stays inside the folders of an archive."""
    path = PurePosixPath(name)
    inside = name.startswith((TABLES, FILES)) and "\\" not in name and "\0" not in name
    return inside and not path.is_absolute() and ".." not in path.parts and str(path) == name


def _unpacked(stream: Any, target: Path, size: int) -> str:
    """The hash of what was written, never more than was promised."""
    digest, left = hashlib.sha256(), size
    with target.open("wb") as out:
        while left > 0 and (block := stream.read(min(CHUNK, left))):
            digest.update(block)
            out.write(block)
            left -= len(block)
    more = stream.read(1)
    return "" if left or more else digest.hexdigest()


def _refuse_other_state(manifest: Manifest) -> None:
    here = shape.migrations()
    differing = sorted(
        label
        for label in {*here, *manifest.migrations}
        if here.get(label) != manifest.migrations.get(label)
    )
    if differing:
        raise ArchiveRefused(
            _(
                "The archive was made by version %(version)s with other migrations of: %(names)s."
                " Restore it with that version, then migrate."
            )
            % {"version": manifest.version, "names": ", ".join(differing)}
        )


def _refuse_data() -> None:
    for model in shape.tables():
        name = model._meta.db_table
        if name not in FILLED_BY_MIGRATIONS and model._base_manager.exists():
            raise ArchiveRefused(
                _("There is data in the table %(name)s: restore into an empty database.")
                % {"name": name}
            )


def _take_tables(manifest: Manifest, folder: Path) -> None:
    models_here = shape.tables()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in FILLED_BY_MIGRATIONS:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608
        for model in models_here:
            name = f"{TABLES}{model._meta.db_table}.jsonl"
            if name not in manifest.parts:
                _refuse(_("“%(name)s” is missing"), name=name)
            taken = _take_table(cursor, model, folder / name)
            if taken != manifest.parts[name].rows:
                _refuse(_("“%(name)s” has another number of rows"), name=name)
        for statement in connection.ops.sequence_reset_sql(no_style(), models_here):
            cursor.execute(statement)
    connection.check_constraints()


def _take_table(cursor: Any, model: type[models.Model], path: Path) -> int:
    """How many rows of a table were written."""
    fields = {column.attname: column for column in shape.columns(model)}
    with path.open(encoding="utf-8") as source:
        names = json.loads(source.readline())
        if set(names) != set(fields):
            _refuse(_("the columns of %(name)s differ"), name=model._meta.db_table)
        columns = [fields[name] for name in names]
        quote = connection.ops.quote_name
        listed = ", ".join(quote(str(column.column)) for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES ({marks})"  # noqa: S608
        count = 0
        while batch := list(islice(source, ROWS_AT_ONCE)):
            rows = [_row(columns, json.loads(line)) for line in batch]
            cursor.executemany(statement, rows)
            count += len(rows)
    return count


def _row(columns: list[models.Field[Any, Any]], values: list[Any]) -> list[Any]:
    return [
        column.get_db_prep_save(shape.decoded(column, value), connection)
        for column, value in zip(columns, values, strict=True)
    ]


def _take_files(manifest: Manifest, folder: Path, placed: list[Path]) -> None:
    """Put the kept files in their places; a different file already there is refused."""
    root = Path(shape.files_root())
    for name, part in manifest.parts.items():
        if not name.startswith(FILES):
            continue
        target = root / name.removeprefix(FILES)
        if target.exists():
            if shape.hashed(target) != (part.size, part.sha256):
                _refuse(_("another file is already kept at %(name)s"), name=target)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.part")
        shutil.copyfile(folder / name, half)
        os.replace(half, target)  # noqa: PTH105 - the only call that swaps a file at once
        placed.append(target)


def _remove(placed: list[Path]) -> None:
    for path in placed:
        path.unlink(missing_ok=True)


def _refuse(words: str, **values: object) -> NoReturn:
    reason = words % values
    raise ArchiveRefused(_("The archive was refused: %(reason)s.") % {"reason": reason})

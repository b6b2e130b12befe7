"""Writing an archive while the server runs: one reading transaction, then the kept files."""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, models, transaction

from sauro.shell.archives import shape
from sauro.shell.archives.shape import FILES, MANIFEST, TABLES, Manifest, Part


def backup(*, target: Path, at: datetime) -> Manifest:
    """The manifest of the archive now at `target`; an archive half written is not left behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sauro-") as folder:
            manifest = _gathered(Path(folder), at)
            _pack(Path(folder), manifest, half)
        os.replace(half, target)  # noqa: PTH105 - the only call that swaps a file at once
    finally:
        half.unlink(missing_ok=True)
    return manifest


def _gathered(folder: Path, at: datetime) -> Manifest:
    with snapshot():
        manifest = Manifest(
            version=shape.version(),
            made_at=at.isoformat(),
            database=connection.vendor,
            migrations=shape.migrations(),
        )
        for model in shape.tables():
            name = f"{TABLES}{model._meta.db_table}.jsonl"
            manifest.parts[name] = _write_table(model, folder / f"{model._meta.db_table}.jsonl")
    return manifest


@contextmanager
def snapshot() -> Iterator[None]:
    """All tables as they are at one moment, without holding up those who write."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the lock of the writer
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _write_table(model: type[models.Model], path: Path) -> Part:
    names = [column.attname for column in shape.columns(model)]
    rows = 0
    with path.open("w", encoding="utf-8", newline="\n") as target:
        target.write(json.dumps(names) + "\n")
        found = model._base_manager.order_by("pk").values_list(*names)
        for row in found.iterator(chunk_size=2000):
            values = [shape.encoded(value) for value in row]
            target.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")
            rows += 1
    size, digest = shape.hashed(path)
    return Part(size, digest, rows)


def _pack(folder: Path, manifest: Manifest, half: Path) -> None:
    """The archive: the manifest first, so that a reader knows what must follow."""
    kept = dict(_kept_files(folder))
    manifest.parts |= {FILES + name: Part(*shape.hashed(path)) for name, path in kept.items()}
    description = folder / MANIFEST
    description.write_text(json.dumps(manifest.plain(), indent=1), encoding="utf-8")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds secrets
    with (
        os.fdopen(handle, "wb") as target,
        tarfile.open(fileobj=target, mode="w:gz", compresslevel=6) as archive,
    ):
        archive.add(description, MANIFEST)
        for model in shape.tables():
            name = f"{model._meta.db_table}.jsonl"
            archive.add(folder / name, TABLES + name)
        for name, path in kept.items():
            archive.add(path, FILES + name, recursive=False)
        target.flush()


def _kept_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every kept file, as a copy that cannot change while it is packed."""
    root = Path(shape.files_root())
    for place, path in enumerate(sorted(root.rglob("*"))):
        if path.is_symlink() or not path.is_file():
            continue
        copy = folder / f"file-{place}"
        try:
            os.link(path, copy)
        except OSError:  # another disk, or gone since it was listed
            if not _copied(path, copy):
                continue
        yield path.relative_to(root).as_posix(), copy


def _copied(path: Path, copy: Path) -> bool:
    try:
        copy.write_bytes(path.read_bytes())
    except FileNotFoundError:
        return False
    return True

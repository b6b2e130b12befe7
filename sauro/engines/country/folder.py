"""A folder of Parquet partitions as it is read: its manifests, its state, whether it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sauro.core.errors import DomainError

FORMAT = 1
PREFIX = "province="
MANIFEST = "manifest.json"
RESULTS = "_results"
_CHUNK = 1024 * 1024


class Damaged(DomainError):
    """The folder is not a whole export."""

    code = "country_damaged"


class Broken(ValueError):
    """The same where there is no language to say it in: a worker has no settings."""

    def __init__(self, words: Any, name: object) -> None:
        super().__init__(str(name))
        self.words, self.name = words, name


class Changed(DomainError):
    """The folder was written anew while it was read; run the question again."""

    code = "country_changed"


@dataclass(frozen=True, slots=True)
class File:
    """One table of a partition."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Partition:
    """One province: where its tables are and what they hold; small enough to send to a worker."""

    code: str
    path: str
    as_of: str
    files: dict[str, File]

    @property
    def digest(self) -> str:
        """The same for the same contents, whenever they were written."""
        return digest_of(
            [FORMAT, self.code, {name: one.sha256 for name, one in self.files.items()}]
        )

    def table(self, name: str) -> str:
        """The path of a table."""
        return str(Path(self.path) / f"{name}.parquet")

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        files = {name: asdict(one) for name, one in sorted(self.files.items())}
        return {"format": FORMAT, "code": self.code, "as_of": self.as_of, "files": files}


@dataclass(frozen=True, slots=True)
class Folder:
    """All partitions, in the order of their codes."""

    path: Path
    partitions: tuple[Partition, ...]

    @property
    def digest(self) -> str:
        """The same for the same contents of all partitions."""
        return digest_of([one.digest for one in self.partitions])

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(file.rows for one in self.partitions for file in one.files.values())


def digest_of(value: Any) -> str:
    """SHA-256 of a value as canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def directory_of(folder: Path, code: str) -> Path:
    """Where a partition stands; a code with other than plain letters is escaped."""
    return folder / f"{PREFIX}{quote(code, safe='')}"


def summary(partitions: Sequence[Partition]) -> dict[str, Any]:
    """What the manifest of the whole folder says."""
    return {"format": FORMAT, "partitions": {one.code: one.digest for one in partitions}}


def read_partition(path: Path) -> Partition:
    """A partition by its own manifest; raises `Broken`."""
    try:
        told = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        files = {name: File(**one) for name, one in told["files"].items()}
        found = Partition(told["code"], str(path), told["as_of"], files)
        known = told["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken(_("The manifest of “%(name)s” cannot be read."), path) from error
    if not known:
        raise Broken(_("“%(name)s” has a format that is not known."), path)
    return found


def opened(path: Path) -> Folder:
    """The folder, every partition that its manifest names being there; raises `Damaged`."""
    try:
        return _opened(path.resolve())
    except Broken as error:
        raise Damaged(error.words % {"name": error.name}) from error


def digest_seen(path: Path) -> str | None:
    """The state of the folder as this process sees it; nothing when it is not whole here."""
    try:
        return _opened(path).digest
    except Broken:
        return None


def _opened(path: Path) -> Folder:
    try:
        told = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        named = dict(told["partitions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        words = _("“%(name)s” holds no export; make one with: sauro export-figures %(name)s")
        raise Broken(words, path) from error
    partitions = []
    for code, digest in sorted(named.items()):
        one = read_partition(directory_of(path, code))
        if one.code != code or one.digest != digest or not _sizes_agree(one):
            words = _("The export of %(name)s was interrupted; run sauro export-figures again.")
            raise Broken(words, code)
        partitions.append(one)
    return Folder(path, tuple(partitions))


def verified(path: Path) -> Folder:
    """The folder after every byte was hashed and every row counted; raises `Damaged`."""
    folder = opened(path)
    for one in folder.partitions:
        for name, file in one.files.items():
            table = Path(one.table(name))
            if hashed(table, file.rows) != file or counted(table) != file.rows:
                raise Damaged(
                    gettext("“%(name)s” is not what the manifest says.")
                    % {"name": table.relative_to(folder.path)}
                )
    return folder


def counted(path: Path) -> int:
    """Rows of a Parquet file."""
    import pyarrow.parquet as pq

    rows: int = pq.read_metadata(path).num_rows
    return rows


def hashed(path: Path, rows: int) -> File:
    """What the manifest says of a file on disk that holds so many rows."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_CHUNK):
            digest.update(block)
    return File(rows, path.stat().st_size, digest.hexdigest())


def _sizes_agree(partition: Partition) -> bool:
    try:
        return all(
            Path(partition.table(name)).stat().st_size == one.bytes
            for name, one in partition.files.items()
        )
    except FileNotFoundError:
        return False

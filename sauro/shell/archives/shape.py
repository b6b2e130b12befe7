"""What an archive holds: a manifest, a file of JSON lines for each table, and the kept files."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import metadata
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from sauro.core.errors import DomainError

FORMAT = 1
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
CHUNK = 1024 * 1024
# People sign in again after a restore; what migrations fill is replaced, not doubled.
LEFT_OUT = frozenset({"django_session"})
FILLED_BY_MIGRATIONS = ("auth_permission", "django_content_type")


class ArchiveRefused(DomainError):
    """The archive cannot be taken."""

    code = "archive_refused"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an archive: its size, its hash, and the rows when it is a table."""

    size: int
    sha256: str
    rows: int | None = None


@dataclass(slots=True)
class Manifest:
    """What an archive says of itself."""

    version: str
    made_at: str
    database: str
    migrations: dict[str, list[str]]
    format: int = FORMAT
    parts: dict[str, Part] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Manifest:
        """From JSON; raises `KeyError` or `TypeError` when something is missing."""
        parts = {str(name): Part(**part) for name, part in values["parts"].items()}
        return cls(**{**values, "parts": parts})

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(part.rows or 0 for part in self.parts.values())

    @property
    def files(self) -> int:
        """Kept files."""
        return sum(name.startswith(FILES) for name in self.parts)


def version() -> str:
    """The version of this program."""
    try:
        return metadata.version("sauro")
    except metadata.PackageNotFoundError:
        return "unknown"


def migrations() -> dict[str, list[str]]:
    """The migrations applied to this database, of the applications that are installed."""
    applied: dict[str, list[str]] = {}
    labels = {config.label for config in apps.get_app_configs()}
    for label, name in sorted(MigrationRecorder(connection).applied_migrations()):
        if label in labels:
            applied.setdefault(label, []).append(name)
    return applied


def tables() -> list[type[models.Model]]:
    """The tables of an archive by name, join tables included."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[name] for name in sorted(found) if name not in LEFT_OUT]


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The stored columns of a table."""
    return [column for column in model._meta.local_concrete_fields if not column.generated]


def encoded(value: Any) -> Any:
    """A value of a column as JSON that loses nothing, microseconds included."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.total_seconds() if isinstance(value, timedelta) else value


def decoded(column: models.Field[Any, Any], value: Any) -> Any:
    """The value that a column takes, from what stands in the archive."""
    if value is None or isinstance(column, models.JSONField):
        return value
    if isinstance(column, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(column, models.DurationField):
        return timedelta(seconds=value)
    if isinstance(column, models.ForeignKey):
        return decoded(column.target_field, value)
    return column.to_python(value)


def hashed(path: Any) -> tuple[int, str]:
    """Size and SHA-256 of a file on disk."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as source:  # noqa: PTH123 - a path or a descriptor
        while block := source.read(CHUNK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def files_root() -> Any:
    """The folder of the kept files."""
    return settings.MEDIA_ROOT

"""The whole system as one portable file, and back: the same on SQLite and PostgreSQL."""

from sauro.shell.archives.reading import restore
from sauro.shell.archives.shape import ArchiveRefused
from sauro.shell.archives.writing import backup

__all__ = ["ArchiveRefused", "backup", "restore"]

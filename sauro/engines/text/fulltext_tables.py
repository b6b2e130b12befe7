"""The index over a table of passages, for use in migrations: FTS5, or tsvector with GIN.

The table has the columns `id`, `exact` and `folded`. The database itself keeps the index: by
triggers on SQLite, by generated columns on PostgreSQL.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = (
    """CREATE VIRTUAL TABLE {table}_words USING fts5(exact, folded, content='{table}',
    content_rowid='id', tokenize='unicode61 remove_diacritics 0')""",
    "CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table} BEGIN {add} END",
    "CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table} BEGIN {drop} END",
    "CREATE TRIGGER {table}_words_update AFTER UPDATE ON {table} BEGIN {drop} {add} END",
)
_ADD = """INSERT INTO {table}_words(rowid, exact, folded)
    VALUES (new.id, new.exact, new.folded);"""
_DROP = """INSERT INTO {table}_words({table}_words, rowid, exact, folded)
    VALUES ('delete', old.id, old.exact, old.folded);"""
_POSTGRESQL = (
    """ALTER TABLE {table} ADD COLUMN {column}_words tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED""",
    """CREATE INDEX {table}_{column}_words ON {table} USING gin ({column}_words)
    WITH (fastupdate = off)""",
)
# The words stand apart from the row, so that a search that needs its key alone reads little.
_NARROW = "ALTER TABLE {table} SET (toast_tuple_target = 128)"


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        add, drop = _ADD.format(table=table), _DROP.format(table=table)
        return [one.format(table=table, add=add, drop=drop) for one in _SQLITE]
    made = [
        one.format(table=table, column=column)
        for column in ("exact", "folded")
        for one in _POSTGRESQL
    ]
    return [*made, _NARROW.format(table=table)]


def full_text(table: str) -> migrations.RunPython:
    """A migration step after which the words of a table of passages are found by their index."""

    def forwards(_apps: Any, editor: Any) -> None:
        for statement in _statements(editor.connection.vendor, table):
            editor.execute(statement)

    return migrations.RunPython(forwards, migrations.RunPython.noop)

"""SQL that makes a table append-only on SQLite and PostgreSQL, for use in migrations."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def _sql(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    return [
        (
            f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
        ),
        (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
        ),
    ]


def append_only(table: str) -> migrations.RunPython:
    """A migration step after which the database itself refuses to change or delete rows."""

    def forwards(_apps: Any, editor: Any) -> None:
        for statement in _sql(editor.connection.vendor, table):
            editor.execute(statement)

    return migrations.RunPython(forwards, migrations.RunPython.noop)

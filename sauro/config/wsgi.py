"""The web application that the server runs."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sauro.config.settings")


def _check_database() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise SystemExit("The database is not up to date: run `sauro migrate` first.")


def _settle() -> None:
    """Leave what stays for ever out of garbage collection: a page that meets it waits 100 ms."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # every view is imported with them
    gc.collect()
    gc.freeze()


application = get_wsgi_application()
if os.environ.get("SAURO_SERVING"):
    _check_database()
    _settle()
